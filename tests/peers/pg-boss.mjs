// pg-boss 12 behind lines of JSON: what is asked comes in on standard input, one answer a line goes out.
//   node pg-boss.mjs <connection string>
import { createInterface } from 'node:readline';
import { PgBoss } from 'pg-boss';

const AT_ONCE = 2_000;
const YEAR = 365 * 24 * 3_600_000;

const boss = new PgBoss({ connectionString: process.argv[2], max: 10 });
boss.on('error', (error) => console.error(error));
boss.on('warning', () => {}); // a backlog is what is measured

async function insert(queue, count, startAfter) {
  for (let from = 0; from < count; from += AT_ONCE) {
    const jobs = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, i) => ({ data: { number: from + i, due: startAfter?.(from + i).getTime() }, startAfter: startAfter?.(from + i) }));
    await boss.insert(queue, jobs);
  }
}

/** Fetches and completes until nothing is due; so many fetch side by side. */
async function drain(queue, batchSize, workers) {
  let completed = 0;
  const started = performance.now();
  await Promise.all(Array.from({ length: workers }, async () => {
    for (;;) {
      const jobs = await boss.fetch(queue, { batchSize });
      if (jobs.length === 0) return;
      await boss.complete(queue, jobs.map((job) => job.id));
      completed += jobs.length;
    }
  }));
  return { count: completed, seconds: (performance.now() - started) / 1000 };
}

/** Jobs one after another at the same distance; what each waited beyond its time, in milliseconds. */
async function spread(queue, count, step, poll) {
  await boss.createQueue(queue);
  const first = Date.now() + 3_000;
  await insert(queue, count, (number) => new Date(first + number * step));
  const late = [];
  await new Promise((resolve, reject) => {
    boss.work(queue, { pollingIntervalSeconds: poll, batchSize: 100 }, async (jobs) => {
      const now = Date.now();
      for (const job of jobs) late.push(now - job.data.due);
      if (late.length === count) resolve();
    }).catch(reject);
  });
  await boss.offWork(queue);
  return { late };
}

const answers = {
  later: async ({ count }) => {
    await insert('due', count, (number) => new Date(Date.now() + YEAR + number * 1000));
    return {};
  },
  due: async ({ count }) => {
    await insert('due', count);
    return {};
  },
  drain: ({ batch, workers }) => drain('due', batch, workers),
  spread: ({ count, step, poll }) => spread(`spread-${poll * 1000}-${Date.now()}`, count, step, poll),
};

await boss.start();
await boss.createQueue('due');
console.log('listening');
for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  console.log(JSON.stringify(await answers[asked.do](asked)));
}
