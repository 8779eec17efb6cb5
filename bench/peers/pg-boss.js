import pg from 'pg';
import { PgBoss } from 'pg-boss';
import { measure } from './measure.js';

// Fetched and completed a batch at a time, at once again while batches come back full, and woken by NOTIFY. The fastest of batches of 300, 1,000 and 3,000
// with one, two and four workers.
const settings = {
  batched: { batchSize: 1000, localConcurrency: 4, burstWhenBatchFull: true },
};

await measure(async (connectionString, setting, handle) => {
  const boss = new PgBoss({ connectionString, useListenNotify: true });
  boss.on('error', (error) => console.error(error));
  await boss.start();
  await boss.createQueue('job', { notify: true });
  const add = (job) => boss.send('job', job);
  return {
    add,
    fill: async (count) => {
      for (let id = 0; id < count; id += 5000)
        await boss.insert('job', Array.from({ length: Math.min(5000, count - id) }, (_, i) => ({ data: { kind: 'backlog', id: id + i } })));
    },
    start: () => boss.work('job', settings[setting], async (jobs) => {
      for (const job of jobs)
        await handle(job.data, add);
    }),
    drain: () => boss.offWork('job', { wait: true }),
    left: async () => {
      const client = new pg.Client(connectionString);
      await client.connect();
      const { rows } = await client.query(`select count(*) from pgboss.job where name = 'job' and state <> 'completed'`);
      await client.end();
      return Number(rows[0].count);
    },
    close: () => boss.stop(),
  };
});
