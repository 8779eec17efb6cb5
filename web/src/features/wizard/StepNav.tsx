import { Badge } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Problem } from '@/shared/api/types';
import { wizard as text } from '@/text/wizard';
import { fieldOf, stepOf, steps, type Step } from './fields';
import css from './Wizard.module.css';

/** The steps, each with the number of its problems; any can be gone to at any time. */
export function StepNav({ step, errors }: { step: Step; errors: readonly Problem[] }) {
  return (
    <nav aria-label={text.stepsLabel}>
      <ol className={css.steps}>
        {steps.map((each, i) => {
          const count = errors.filter((problem) => stepOf(fieldOf(problem)) === each).length;
          return (
            <li key={each}>
              <Link to="." search={(old) => ({ ...old, step: each })} className={css.step} data-current={each === step || undefined} aria-current={each === step ? 'step' : undefined} activeProps={{ 'aria-current': 'step' }}>
                <span className={css.place}>{i + 1}</span>
                {text.steps[each]}
                {count > 0 ? (
                  <Badge color="red" size="sm" variant="light">
                    {text.problemCount(count)}
                  </Badge>
                ) : null}
              </Link>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
