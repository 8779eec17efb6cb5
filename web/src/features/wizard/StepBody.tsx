import type { Step } from './fields';
import { IfStep } from './IfStep';
import { ReviewStep } from './ReviewStep';
import { WhatStep } from './WhatStep';
import { WhenStep } from './WhenStep';

export function StepBody({ step }: { step: Step }) {
  switch (step) {
    case 'what':
      return <WhatStep />;
    case 'when':
      return <WhenStep />;
    case 'if':
      return <IfStep />;
    case 'review':
      return <ReviewStep />;
  }
}
