import { Radio, Text } from '@mantine/core';
import { now } from '@/shared/time/clock';
import { isoDate, ownZone } from '@/shared/time/format';
import { wizard as text } from '@/text/wizard';
import { presets, type Preset } from './recurrence';
import { useField, useWizard } from './WizardContext';
import css from './Wizard.module.css';

/** How often, as cards; each keeps what was entered in it. */
export function PresetCards() {
  const { draft, act } = useWizard();
  const { error } = useField('when');
  const choose = (preset: string) => act({ type: 'preset', preset: preset as Preset, today: isoDate(now(), ownZone()) });
  return (
    <Radio.Group label={text.presetsLabel} value={draft.preset} onChange={choose} error={error}>
      <div className={css.presets}>
        {presets.map((preset) => (
          <Radio.Card key={preset} value={preset} className={css.preset}>
            <Text size="sm" fw={600}>
              {text.presets[preset][0]}
            </Text>
            <Text size="xs" c="dimmed">
              {text.presets[preset][1]}
            </Text>
          </Radio.Card>
        ))}
      </div>
    </Radio.Group>
  );
}
