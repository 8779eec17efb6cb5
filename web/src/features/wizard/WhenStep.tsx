import { wizard as text } from '@/text/wizard';
import { CalendarPick } from './CalendarPick';
import { TextField } from './inputs';
import { Part } from './Part';
import { PresetCards } from './PresetCards';
import { WhenFields } from './WhenFields';
import css from './Wizard.module.css';
import { ZonePick } from './ZonePick';

/** When it runs: a card, its details, the zone and the calendar. */
export function WhenStep() {
  return (
    <>
      <Part>
        <PresetCards />
        <WhenFields />
      </Part>
      <Part>
        <div className={css.pair}>
          <ZonePick />
          <CalendarPick />
        </div>
      </Part>
      <Part title={text.more}>
        <div className={css.pair}>
          <TextField path="start_at" label={text.startAt.label} hint={text.startAt.hint} />
          <TextField path="end_at" label={text.endAt.label} hint={text.endAt.hint} />
          <TextField path="jitter" label={text.jitter.label} hint={text.jitter.hint} />
        </div>
      </Part>
    </>
  );
}
