import { Logger, makeWorkerUtils, run } from 'graphile-worker';
import pg from 'pg';
import { measure } from './measure.js';

const settings = {
  default: {},
  batched: { localQueue: { size: 500 }, completeJobBatchDelay: 0, failJobBatchDelay: 0, concurrentJobs: 24, maxPoolSize: 24 },
};

await measure(async (connectionString, setting, handle) => {
  const logger = new Logger(() => (level, message) => { if (level === 'error') console.error(message); });
  const client = new pg.Client(connectionString);
  await client.connect();
  const utils = await makeWorkerUtils({ connectionString, logger });
  await utils.migrate();
  const taskList = { job: (payload, helpers) => handle(payload, (job) => helpers.addJob('job', job)) };
  const count = async (sql) => Number((await client.query(sql)).rows[0].count);
  let runner;
  return {
    add: (job) => utils.addJob('job', job),
    fill: async (jobs) => {
      for (let id = 0; id < jobs; id += 5000)
        await utils.addJobs(Array.from({ length: Math.min(5000, jobs - id) }, (_, i) => ({ identifier: 'job', payload: { kind: 'backlog', id: id + i } })));
    },
    start: async () => {
      runner = await run({ preset: { worker: { connectionString, ...settings[setting] } }, logger, taskList, noHandleSignals: true });
    },
    // It does not wait for its own completions when it stops: the table says when they are done.
    drain: async () => {
      while (await count('select count(*) from (select 1 from graphile_worker._private_jobs limit 1) j') > 0);
      await runner.stop();
    },
    left: () => count('select count(*) from graphile_worker._private_jobs'),
    close: async () => {
      await utils.release();
      await client.end();
    },
  };
});
