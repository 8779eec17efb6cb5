import { Stack, Text, Title } from '@mantine/core';
import { wizard as text } from '@/text/wizard';
import { CostLine } from './CostLine';
import { NextBand } from './NextBand';
import { NextRuns } from './NextRuns';
import { Warnings } from './Warnings';
import { useWizard } from './WizardContext';
import css from './Wizard.module.css';

/** What the choices mean: in words, as a band, as dates, in money, and what speaks against them. */
export function Consequence() {
  const { preview, errors } = useWizard();
  const { answer, old } = preview;
  return (
    <aside className={css.consequence} aria-label={text.consequence.title}>
      <Stack gap="sm">
        <Title order={2} size="h4">
          {text.consequence.title}
        </Title>
        {preview.problems.length > 0 && errors.length > 0 ? (
          <Text size="sm" c="red" role="status">
            {preview.problems[0]!.message} {answer ? text.consequence.bad : null}
          </Text>
        ) : null}
        {answer ? (
          <Stack gap="sm" className={old ? css.old : undefined} aria-busy={old}>
            <p className={css.words} aria-live="polite">
              {answer.words}
            </p>
            <NextBand answer={answer} />
            <NextRuns answer={answer} count={5} />
            <CostLine cost={answer.cost ?? null} zone={answer.timezone} />
            <Warnings warnings={answer.warnings} />
          </Stack>
        ) : preview.problems.length === 0 ? (
          <Text size="sm" c="dimmed">
            {text.consequence.waiting}
          </Text>
        ) : null}
      </Stack>
    </aside>
  );
}
