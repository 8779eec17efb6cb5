import { Button, Code, Stack, Text, Title } from '@mantine/core';
import { ProblemLine } from '@/shared/ui/ProblemList';
import type { Problem } from '@/shared/api/types';
import { wizard as text } from '@/text/wizard';
import { withFix } from './fix';
import { same } from './json';
import { useWizard } from './WizardContext';
import css from './Wizard.module.css';

/** What works and likely means something else, each with what was meant at one click. */
export function Warnings({ warnings }: { warnings: readonly Problem[] }) {
  const { document, act } = useWizard();
  if (warnings.length === 0) return null;
  return (
    <Stack gap="sm">
      <Title order={3} size="h4">
        {text.consequence.warnings(warnings.length)}
      </Title>
      {warnings.map((warning) => {
        const fixed = warning.fix ? withFix(document, warning.fix) : null;
        return (
          <div key={`${warning.code} ${warning.rule} ${warning.message}`} className={css.warning}>
            <ProblemLine problem={warning} />
            {fixed && !same(fixed, document) ? (
              <Stack gap={4} mt={4} align="flex-start">
                <Text size="xs" c="dimmed">
                  {text.consequence.fixHint}
                </Text>
                <Code block className={css.fix} tabIndex={0}>
                  {warning.fix}
                </Code>
                <Button size="compact-sm" variant="default" onClick={() => act({ type: 'document', document: fixed })}>
                  {text.consequence.fix}
                </Button>
              </Stack>
            ) : null}
          </div>
        );
      })}
    </Stack>
  );
}
