import { Text } from '@mantine/core';
import { $api } from '@/shared/api/client';
import { Answer } from '@/shared/ui/Answer';
import { wizard as text } from '@/text/wizard';
import { InputValue } from './InputValue';
import { Part } from './Part';
import { useWizard } from './WizardContext';
import css from './Wizard.module.css';

/** The values that each run is given, one for each field of the workflow's input. */
export function InputPart() {
  const { draft } = useWizard();
  const workflow = $api.useQuery('get', '/api/workflows/{id}', { params: { path: { id: draft.workflow ?? '' } } }, { enabled: draft.workflow !== null });
  if (!draft.workflow || workflow.error) return null;
  return (
    <Part title={text.input.title} words={text.input.words}>
      <Answer of={workflow} rows={2}>
        {({ input }) =>
          input.length === 0 ? (
            <Text size="sm" c="dimmed">
              {text.input.none}
            </Text>
          ) : (
            <div className={css.pair}>
              {input.map((field) => (
                <InputValue key={`${draft.workflow} ${field.name}`} field={field} />
              ))}
            </div>
          )
        }
      </Answer>
    </Part>
  );
}
