import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildRuntime } from '../built-runtime';
import { FAULTS, type FaultOutcome, suffer } from './cloudwatch-faults';
import { ENDPOINT_FAULTS, sufferEndpoint } from './cloudwatch-otlp-faults';
import { lossTable, readLossTable } from './loss-table';
import { COLLECTOR_FAULTS, sufferCollector } from './otlp-faults';
import { die, type Outcome, ROUTES } from './routes';

const DOCUMENT = join(__dirname, '../../../docs/loss.md');
const WRITE_DOCUMENT = process.env.LOSS_DOCUMENT !== undefined;
const COUNT = 20_000;
/** Enough over a connection, whose writer is that of the pipe; the document has all. */
const CONNECTED_COUNT = WRITE_DOCUMENT ? COUNT : 4000;
const DEATHS = ['process.exit', 'the end', 'throw', 'rejection', 'SIGTERM', 'SIGINT', 'SIGKILL'] as const;

/** A record takes at least this many bytes. */
const RECORD_BYTES = 200;
/** Records that a coalescing buffer of 8192 bytes may hold when SIGKILL takes them. */
const COALESCED = Math.ceil(8192 / RECORD_BYTES);
/** Records that the backlog of 1 MiB may hold when SIGKILL comes while a reader is behind. */
const BACKLOG = Math.ceil((1024 * 1024) / RECORD_BYTES);

interface Promised {
  readonly count: number;
  /** Records that SIGKILL may take; every other death takes none. */
  readonly lostBySigkill: number;
}

/** Not in it: syslog over UDP, which promises nothing. */
const PROMISES: Readonly<Record<string, Promised>> = {
  file: { count: COUNT, lostBySigkill: 0 },
  'file, coalesced': { count: COUNT, lostBySigkill: COALESCED },
  pipe: { count: COUNT, lostBySigkill: BACKLOG },
  'logger(1)': { count: CONNECTED_COUNT, lostBySigkill: BACKLOG },
  journald: { count: CONNECTED_COUNT, lostBySigkill: BACKLOG },
  'syslog over TCP': { count: CONNECTED_COUNT, lostBySigkill: BACKLOG },
  CloudWatch: { count: CONNECTED_COUNT, lostBySigkill: CONNECTED_COUNT },
  OTLP: { count: CONNECTED_COUNT, lostBySigkill: CONNECTED_COUNT },
};

let folder: string;
let environment: Awaited<ReturnType<typeof buildRuntime>>;
const measured = new Map<string, Record<string, Outcome>>();
const suffered = new Map<string, FaultOutcome>();
const collector = new Map<string, FaultOutcome>();
const endpoint = new Map<string, FaultOutcome>();
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tiltmeter-loss-'));
  environment = await buildRuntime(folder);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Numbers that are 0, 1, 2 …, as far as they go; a text where they are not. */
function inOrder(numbers: Iterable<number>): number | string {
  let next = 0;
  for (const number of numbers) {
    if (number !== next) return `${number} after ${next - 1}`;
    next += 1;
  }
  return next;
}

async function measure(route: string, death: string, count: number): Promise<Outcome> {
  const outcome = await die(folder, route, death, count, environment);
  measured.set(route, { ...measured.get(route), [death]: outcome });
  return outcome;
}

describe.each(Object.entries(PROMISES))('to %s', (route, { count, lostBySigkill }) => {
  const all = WRITE_DOCUMENT || count === COUNT;
  const deaths: readonly string[] = all ? DEATHS : ['process.exit', 'throw', 'SIGTERM'];
  test.each(deaths.filter((death) => death !== 'SIGKILL'))(
    `all of ${count} records arrive, in order, at %s`,
    async (death) => {
      const { arrived, spilled } = await measure(route, death, count);
      // what stderr got may also have been on its way: twice is better than never
      expect(inOrder(new Set([...arrived, ...spilled]))).toBe(count);
    },
    60_000,
  );

  test(`SIGKILL takes at most ${lostBySigkill} of ${count} records, from the end`, async () => {
    const { arrived } = await measure(route, 'SIGKILL', count);
    expect(inOrder(arrived)).toBe(arrived.length);
    expect(arrived.length).toBeGreaterThanOrEqual(count - lostBySigkill);
  }, 60_000);
});

test.each(WRITE_DOCUMENT ? DEATHS : ['process.exit', 'SIGKILL'])(
  'syslog over UDP promises nothing but order at %s',
  async (death) => {
    const { arrived } = await measure('syslog over UDP', death, CONNECTED_COUNT);
    expect(arrived).toEqual(arrived.toSorted((a, b) => a - b));
  },
  60_000,
);

test.each(['file', 'file, coalesced', 'pipe'])(
  'records of an exit handler arrive too: to %s',
  async (route) => {
    expect(inOrder((await die(folder, route, 'an exit handler', 500, environment)).arrived)).toBe(500);
  },
  60_000,
);

test('records of an exit handler that comes after our own come out on stderr: to CloudWatch', async () => {
  const { arrived, spilled } = await die(folder, 'CloudWatch', 'an exit handler', 500, environment);
  expect([arrived.length, inOrder(spilled)]).toEqual([0, 500]);
}, 60_000);

test.each(['file', 'file, coalesced', 'pipe'])(
  'process.exit in a worker thread loses nothing: to %s',
  async (route) => {
    const { arrived } = await die(folder, route, 'process.exit in a worker thread', COUNT, environment);
    expect(inOrder(arrived)).toBe(COUNT);
  },
  60_000,
);

test('close brings every record to CloudWatch, though nothing else keeps the process', async () => {
  const { arrived, spilled } = await die(folder, 'CloudWatch', 'close', CONNECTED_COUNT, environment);
  expect([inOrder(arrived), spilled]).toEqual([CONNECTED_COUNT, []]);
}, 60_000);

test.each(Object.keys(FAULTS))(
  'CloudWatch with %s gets all that it can take, and the rest is counted',
  async (fault) => {
    const outcome = await suffer(fault);
    suffered.set(fault, outcome);
    expect(new Set(outcome.arrived).size).toBe(outcome.arrived.length);
    expect(outcome.arrived).toEqual(outcome.arrived.toSorted((a, b) => a - b));
    expect(outcome.counted).toBe(FAULTS[fault]!().impossible);
    expect(outcome.arrived).toHaveLength(outcome.written - outcome.counted);
  },
  60_000,
);

describe.each([
  ['a collector', COLLECTOR_FAULTS, sufferCollector, collector],
  ["CloudWatch's OTLP endpoint", ENDPOINT_FAULTS, sufferEndpoint, endpoint],
] as const)('%s gets all that it can take, and the rest is counted', (_, faults, sufferOne, suffered) => {
  // most of the time they wait: all at once
  beforeAll(async () => {
    const names = Object.keys(faults);
    const outcomes = await Promise.all(names.map(sufferOne));
    for (const [n, name] of names.entries()) suffered.set(name, outcomes[n]!);
  }, 60_000);

  test.each(Object.keys(faults))('%s', (name) => {
    const { written, arrived, counted } = suffered.get(name)!;
    const fault = faults[name]!;
    expect(counted).toBe((typeof fault === 'function' ? fault() : fault).impossible);
    expect(arrived).toEqual(arrived.toSorted((a, b) => a - b));
    expect(arrived).toHaveLength(written - counted);
  });
});

test('docs/loss.md has a row for every route and fault and a column for every death', () => {
  if (WRITE_DOCUMENT) writeFileSync(DOCUMENT, lossTable(measured, { suffered, collector, endpoint }, COUNT));
  expect(readLossTable(readFileSync(DOCUMENT, 'utf8'))).toEqual({
    routes: Object.keys(ROUTES),
    deaths: DEATHS,
    faults: Object.keys(FAULTS),
    endpoint: Object.keys(ENDPOINT_FAULTS),
    collector: Object.keys(COLLECTOR_FAULTS),
  });
});
