export const states = {
  completed: 'Completed',
  failed: 'Failed',
  running: 'Running',
  pending: 'Pending',
  skipped: 'Skipped',
  missed: 'Missed',
  canceled: 'Canceled',
  retry: 'Waiting to retry',
  future: 'Coming',
};
