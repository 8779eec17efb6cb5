// Measures one peer and prints one line of JSON. Each peer's script hands over how to open it:
//   open(database, setting, handle) -> { add(job), fill(count), start(), drain(), left(), close() }
// It calls handle(job, add) for each job that it carries out. drain() returns when every result is durable and the peer has stopped.
import pg from 'pg';

const steps = 40;
const warm = 20;
const patience = 30_000; // so long after the last job that was carried out, what has not come is lost

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export async function measure(open) {
  process.stdin.resume().on('end', () => process.exit(1)); // the bench is gone
  const { database, setting, jobs, pickups, chains } = JSON.parse(process.argv[2]);
  const log = new Uint8Array(jobs); // how often each job of the backlog was carried out
  let missing = jobs;
  let backlogDone, loneStarted, chainEnded;

  async function handle(job, add) {
    if (job.kind === 'backlog') {
      if (log[job.id]++ === 0 && --missing === 0) backlogDone();
    } else if (job.kind === 'lone') {
      loneStarted(performance.now());
    } else if (job.step === steps) {
      chainEnded(performance.now());
    } else {
      await add({ kind: 'chain', step: job.step + 1 });
    }
  }

  async function stalled(left) {
    for (let before = -1; before !== left(); ) {
      before = left();
      await pause(patience);
    }
    return false;
  }

  async function timed(job, until) {
    const asked = performance.now();
    await peer.add(job);
    return (await until) - asked;
  }

  const peer = await open(database, setting, handle);
  const result = { jobs, pickups: [], chains: [] };

  await peer.start();
  for (let i = -warm; i < pickups; i++) {
    await pause(10 + (i & 7)); // alone, and not in step with anything
    const took = await timed({ kind: 'lone' }, new Promise((resolve) => (loneStarted = resolve)));
    if (i >= 0) result.pickups.push(took);
  }
  for (let i = -2; i < chains; i++) {
    await pause(20);
    const took = await timed({ kind: 'chain', step: 1 }, new Promise((resolve) => (chainEnded = resolve)));
    if (i >= 0) result.chains.push(took);
  }
  await peer.drain();

  await peer.fill(jobs);
  await settle(database);
  const done = new Promise((resolve) => (backlogDone = resolve));
  const begun = performance.now();
  await peer.start();
  const isDone = await Promise.race([done.then(() => true), stalled(() => missing)]);
  if (isDone) await peer.drain();
  result.seconds = (performance.now() - begun) / 1000;
  result.lost = Math.max(missing, await peer.left());
  result.doubled = log.reduce((sum, count) => sum + Math.max(0, count - 1), 0);
  console.log(JSON.stringify(result));
  if (isDone) await peer.close();
  process.exit(0);
}

// What filling the queue left behind is not the peer's to clear while it is timed.
async function settle(database) {
  const client = new pg.Client(database);
  await client.connect();
  await client.query('vacuum analyze');
  await client.query('checkpoint');
  await client.end();
}
