import { Stack, Text } from '@mantine/core';
import { wizard as text } from '@/text/wizard';
import { cronFields, joinCron, splitCron } from './cron';
import { CronFieldRow } from './CronFieldRow';
import { TextField } from './inputs';
import { textOf } from './json';
import { useField } from './WizardContext';
import css from './Wizard.module.css';

/** A cron as text and as five fields; each follows the other. */
export function CronBuilder() {
  const { value, set } = useField('cron');
  const fields = splitCron(textOf(value));
  return (
    <Stack gap="sm">
      <TextField path="cron" label={text.cron.label} hint={text.cron.hint} mono />
      {fields ? (
        <div className={css.cron}>
          {cronFields.map((field, i) => (
            <CronFieldRow key={field} field={field} value={fields[i]!} onChange={(next) => set(joinCron(fields.with(i, next)))} />
          ))}
        </div>
      ) : (
        <Text size="sm" c="dimmed">
          {text.cron.noFields}
        </Text>
      )}
      <Text size="sm" c="dimmed">
        {text.cron.several}
      </Text>
    </Stack>
  );
}
