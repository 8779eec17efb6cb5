import { Fragment, type ReactNode } from 'react';
import css from './Schedule.module.css';

/** Terms with what they are; those that are nothing are left out. */
export function Facts({ of: facts }: { of: Record<string, ReactNode> }) {
  return (
    <dl className={css.facts}>
      {Object.entries(facts).map(([term, words]) =>
        words === null || words === undefined || words === '' ? null : (
          <Fragment key={term}>
            <dt>{term}</dt>
            <dd>{words}</dd>
          </Fragment>
        ),
      )}
    </dl>
  );
}
