import { VisuallyHidden } from '@mantine/core';
import { stateWords, type State } from './states';
import css from './StateMark.module.css';

type Props = {
  state: State;
  /** Other words than the state's own, such as a run's "canceling". */
  words?: string;
  /** Only the shape is seen; the words are still there for screen readers. */
  bare?: boolean;
};

/** A state as shape, colour and word. */
export function StateMark({ state, words = stateWords[state], bare }: Props) {
  return (
    <span className={css.mark}>
      <svg className={css.shape} viewBox="0 0 14 14" aria-hidden="true" fill="none" stroke={`var(--state-${state})`} strokeWidth="2" strokeLinecap="round" strokeLinejoin="round">
        {shape(state)}
      </svg>
      {bare ? <VisuallyHidden>{words}</VisuallyHidden> : <span>{words}</span>}
    </span>
  );
}

function shape(state: State) {
  const colour = `var(--state-${state})`;
  switch (state) {
    case 'completed':
      return <circle cx="7" cy="7" r="5" fill={colour} />;
    case 'failed':
      return <path d="M3 3l8 8M11 3l-8 8" strokeWidth="2.4" />;
    case 'running':
      return (
        <g className={css.sweep}>
          <circle cx="7" cy="7" r="5" strokeWidth="1.6" />
          <path d="M7 2a5 5 0 0 1 0 10z" fill={colour} stroke="none" />
        </g>
      );
    case 'pending':
      return <circle cx="7" cy="7" r="4.6" strokeWidth="1.8" />;
    case 'future':
      return <circle cx="7" cy="7" r="4" strokeWidth="1.4" />;
    case 'skipped':
      return <path d="M2.5 7h9" strokeWidth="2.4" />;
    case 'missed':
      return <path d="M7 2.4l5 9H2z" strokeWidth="1.8" />;
    case 'canceled':
      return (
        <>
          <circle cx="7" cy="7" r="5" strokeWidth="1.6" />
          <path d="M3.6 10.4l6.8-6.8" strokeWidth="1.6" />
        </>
      );
    case 'retry':
      return <path d="M11.5 4.5A5 5 0 1 0 12 8M12 2v3H9" strokeWidth="1.7" />;
  }
}
