// Writes docs/events.md: every message with its fields, and an example that the code of the messages makes.
import { BatchMessages } from '../src/adapters/reporters/redis/batch-messages.ts';
import type { Message } from '../src/adapters/reporters/redis/message.ts';
import { type Finished, SessionMessages } from '../src/adapters/reporters/redis/session-messages.ts';
import type { Outcome } from '../src/model/outcome.ts';
import { HOUR, SECOND } from '../src/model/time.ts';
import type { RunDescription, RunEvent } from '../src/run/events.ts';
import { differencesOf } from '../src/run/plan/differences.ts';
import { EMPTY_RUN, foldEvent } from '../src/run/state.ts';
import { type DeclaredField, declaresInterface, fieldsOfInterface } from './declarations.ts';
import { DONE, JOB, RUN_ID, TRADE } from './example-run.ts';
import { fenced, fieldTable, heading } from './field-tables.ts';

const PAYLOADS = 'adapters/reporters/redis/payloads';
const RECORDS = 'adapters/reporters/redis/trade-records';

/** A message, and what the types say of its data. */
interface DescribedEvent {
  /** `backtest.<name>` or `batch.<name>`. */
  readonly event: string;
  readonly meaning: string;
  readonly type: string;
  /** Fields of the data, or of each of its items; null where the data are no record. */
  readonly fields: readonly DeclaredField[] | null;
}

/** Every message that jbt publishes, in the order of the page. */
export const EVENTS: readonly DescribedEvent[] = [
  ...describedIn('SessionPayloads', 'backtest'),
  ...describedIn('BatchPayloads', 'batch'),
];

function describedIn(name: string, prefix: string): readonly DescribedEvent[] {
  return fieldsOfInterface(PAYLOADS, name).map(({ path, type, meaning }) => {
    return { event: `${prefix}.${path}`, meaning, type, fields: fieldsOf(type) };
  });
}

function fieldsOf(type: string): readonly DeclaredField[] | null {
  const name = type.replace('readonly ', '').replace('[]', '');
  const file = [PAYLOADS, RECORDS].find((each) => /^\w+$/.test(name) && declaresInterface(each, name));
  return file === undefined ? null : fieldsOfInterface(file, name);
}

const RUN: RunDescription = {
  ...{ id: RUN_ID, folder: `.jbt/runs/${RUN_ID}`, command: 'jbt run --debug', startedAt: Date.UTC(2023, 9, 1, 12) },
  ...{ threads: 2, meetingPlace: null, debug: true, jobs: [JOB], minutes: 73_440, differences: differencesOf([]) },
};

const STACK = 'RangeError: no luck\n    at Trend.goLong (strategies/trend.ts:12:11)';

/** An example of every message, made as in a run. */
export function exampleMessages(): readonly Message[] {
  const session = new SessionMessages(RUN, JOB, true);
  const batch = new BatchMessages(RUN);
  const at = RUN.startedAt;
  const jobId = JOB.id;
  const time = JOB.from + 4 * HOUR;
  const failure = { code: 'StrategyError', message: 'RangeError: no luck', stack: STACK };
  const message = 'SUBMITTED order: FIL-USDT, STOP, buy, 100, $4.17';
  const step = 'order_submission';
  const started = { type: 'job-started', at, job: JOB, thread: 0, attempt: 1 } as const;
  const progress = { jobId, thread: 0, minutes: 18_360, totalMinutes: 73_440 };
  const events: readonly RunEvent[] = [
    { type: 'run-started', at, run: RUN },
    started,
    { type: 'progress', at: at + SECOND, jobs: [progress] },
  ];
  return [
    ...session.started(),
    session.progress(0.25, 1.5),
    session.line({ kind: 'trace', id: 1, time, step, symbol: 'FIL-USDT', message }),
    session.line({ kind: 'log', id: 2, time, level: 'error', message: 'no signal' }),
    ...session.finished(ended(DONE)),
    ...session.finished(ended({ status: 'failed', jobId, seconds: 0.1, failure })),
    ...session.finished(ended({ status: 'cancelled', jobId, seconds: 0.1 })),
    batch.started(),
    batch.jobStarted(started),
    batch.jobRetried({ type: 'job-retried', at, jobId, reason: 'the worker ended' }),
    batch.jobFinished(ended(DONE)),
    batch.progress(events.reduce(foldEvent, EMPTY_RUN)),
    batch.warning('3 stored candles of FIL-USDT are filled'),
    batch.stopping(),
    batch.finished({
      run: {
        id: RUN_ID,
        started: '2023-10-01T12:00:00.000Z',
        finished: '2023-10-01T12:00:01.000Z',
        command: RUN.command,
      },
      totals: { jobs: 1, done: 1, failed: 0, cancelled: 0, cached: 0 },
    }),
  ];
}

function ended(outcome: Outcome): Finished {
  return { type: 'job-finished', at: 0, job: JOB, outcome, trades: () => [TRADE], attempts: 1, replayed: false };
}

/** The page that describes all messages on Redis. */
export function eventsPage(): string {
  const examples = exampleMessages();
  const sections = (prefix: string) =>
    EVENTS.filter(({ event }) => event.startsWith(prefix)).flatMap((described) => [
      section(described, examples),
      ...(described.event === 'backtest.trades' ? [ORDERS] : []),
    ]);
  return [
    introduction(examples),
    SESSION,
    ...sections('backtest.'),
    PUBLISHED,
    '## The whole run\n',
    ...sections('batch.'),
  ].join('\n');
}

function section({ event, meaning, type, fields }: DescribedEvent, examples: readonly Message[]): string {
  const example = examples.find((message) => message.event === event);
  if (example === undefined) throw new RangeError(`${event} has no example`);
  const each = type.endsWith('[]') && fields !== null ? 'A list; each item has:\n\n' : '';
  const table = fields === null || fields.length === 0 ? '' : `${each}${fieldTable(fields)}\n`;
  return `${heading(event)}\n${meaning}\n\n${table}${fenced('json', jsonText(example.compose()))}`;
}

/** One line where it is short. */
function jsonText(value: unknown): string {
  const line = JSON.stringify(value);
  return line.length > 160 ? JSON.stringify(value, null, 2) : line;
}

function introduction(examples: readonly Message[]): string {
  const { id, event, compressed, compose } = examples.find((message) =>
    message.event.endsWith('progressbar'),
  ) as Message;
  const envelope = { id, event, is_compressed: compressed, data: compose() };
  return `# Events on Redis

<!-- Made from the types of the messages by npm run docs. -->

For pages that come later, and for cancelling, see [redis.md](redis.md).

A run is mirrored to Redis when \`REDIS_HOST\` is set (with \`REDIS_PORT\`, \`REDIS_DB\`, \`REDIS_PASSWORD\`, in the environment or
\`.env\`) or \`--redis redis://:password@host:6379/0\` is given. Listen with:

\`\`\`
redis-cli psubscribe '9000:channel:*'
\`\`\`

Every message is JSON on the channel \`{APP_PORT}:channel:1\` (\`APP_PORT\` is 9000 unless set), as Jesse's dashboard reads it:

${fenced('json', JSON.stringify(envelope))}
- \`id\` is the session: \`{run id}/{job id}\`. The job id is the same in every run of a batch. For \`batch.\` events it is the run id.
- \`is_compressed\`: \`data\` is base64 of gzipped JSON.
- NaN and the infinities are \`null\`, also inside compressed data. Times are milliseconds since 1970, UTC.

Redis is a mirror, never the record: it may miss messages, the run's folder misses no outcome. While Redis is slow or away,
messages wait in a buffer of at most 100,000 messages or 128 MiB. Beyond that, progress is dropped first, then logs and
strategies' own events, then outcomes, the oldest first; \`batch.finished\` is never dropped from the buffer. An outcome that
was on its way when a connection broke may come twice.

At the end of a run jbt waits for Redis for at most \`--redis-timeout\` (5s). After half of it, progress, logs and strategies'
own events are dropped, so that outcomes and \`batch.finished\` get through. \`redis.published\` and \`redis.dropped\` in
\`report.json\` count every message of the run.

A password in \`--redis\` shows in \`ps\` to other users of the machine; \`REDIS_PASSWORD\` does not. What jbt keeps and publishes
shows the address as \`redis://***@host\`.
`;
}

const SESSION = `## One backtest

In this order. A backtest that comes from the cache or from an interrupted run is told in the same way, all at once.
`;

const ORDERS = `An item of \`orders\` has:

${fieldTable(fieldsOfInterface(RECORDS, 'OrderRecord'))}`;

const PUBLISHED = `### Events of strategies

\`this.publish('signal', data)\` is the event \`backtest.signal\` with these data. With \`{ compression: true }\` as third argument
the data are compressed. It comes among the lines, in the order in which the strategy told both; its number is missing there.
A strategy that publishes an event of one of the names above is heard under that name.
`;
