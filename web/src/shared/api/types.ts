import type { components } from './schema';

/** A type of the API by its name in the contract. */
export type Api<Name extends keyof components['schemas']> = components['schemas'][Name];

export type Schedule = Api<'ScheduleView'>;
export type Run = Api<'RunRecord'>;
export type RunStatus = Api<'RunStatus'>;
export type TaskRun = Api<'TaskRunRecord'>;
export type Problem = Api<'ProblemView'>;
