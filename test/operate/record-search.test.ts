import { compileFilterPattern } from '../../lib/engine';
import {
  criteriaPattern,
  type FoundRecord,
  followRecords,
  type RecordQuery,
  recordLine,
} from '../../lib/operate';

const RUN = '0c5f2c1e-9f0a-4d3b-8a51-2f6a9e6f4b10';

const record = {
  event_source: 'lava-worker',
  event_type: 'job',
  realm: 'dev',
  worker: 'core',
  level: 'ERROR',
  job_id: 'cmd/hello-world',
  run_id: RUN,
  message: 'Failed',
};

describe('criteria become a filter pattern', () => {
  test.each([
    [{}, true],
    [{ worker: 'core', job: 'cmd/hello-world', run: RUN, event: 'job' }, true],
    [{ worker: 'gpu' }, false],
    [{ job: 'cmd/hello' }, false],
    [{ run: RUN.replace('0', '1') }, false],
    [{ event: 'heartbeat' }, false],
    [{ level: 'DEBUG' }, true],
    [{ level: 'ERROR' }, true],
    [{ level: 'CRITICAL' }, false],
    [{ realm: 'prod' }, false],
  ] as const)('%j matches: %s', (criteria, matches) => {
    const { match } = compileFilterPattern(criteriaPattern({ system: 'lava', realm: 'dev', ...criteria }));
    expect(match(JSON.stringify(record)) !== undefined).toBe(matches);
  });

  test("Lava's own dispatcher, which says no worker, is heard where no worker is asked for", () => {
    const failed = {
      event_source: 'lava-dispatcher',
      realm: 'dev',
      host: 'ip-10-0-0-7',
      tag: 'lava-dev-core',
      timestamp: '2026-01-05 09:16:49',
      level: 'ERROR',
      message:
        'cmd/load@dev dispatch failed - Cannot dispatch cmd/load@dev - The specified queue does not exist',
      pid: 4711,
      event_type: 'dispatch',
      job_id: 'cmd/load',
    };
    const finds = (criteria: object) =>
      compileFilterPattern(criteriaPattern({ system: 'lava', realm: 'dev', ...criteria })).match(
        JSON.stringify(failed),
      );
    expect(finds({})).toBeUndefined();
    expect(finds({ dispatcher: true })).toBeDefined();
    expect(finds({ dispatcher: true, job: 'cmd/load', event: 'dispatch', level: 'WARNING' })).toBeDefined();
    expect(finds({ dispatcher: true, job: 'cmd/other' })).toBeUndefined();
  });

  test("another system's records are those of its workers alone", () => {
    expect(criteriaPattern({ system: 'acme', realm: 'dev', dispatcher: true })).toBe(
      '{ ($.event_source = "acme-worker") && ($.realm = "dev") }',
    );
  });

  test('the pattern demands every field', () => {
    expect(criteriaPattern({ system: 'lava', realm: 'dev', worker: 'core', level: 'ERROR' })).toBe(
      '{ ($.event_source = "lava-worker") && ($.realm = "dev") && ($.worker = "core") && ' +
        '($.level = "ERROR" || $.level = "CRITICAL") }',
    );
  });
});

describe('a record as a line', () => {
  const found = (message: string): FoundRecord => ({
    id: '1',
    timestamp: Date.UTC(2026, 0, 5, 9, 16, 49),
    stream: 'core/i-0',
    message,
  });

  test.each([
    [JSON.stringify(record), '2026-01-05 09:16:49 ERROR core/i-0 cmd/hello-world run=0c5f2c1e Failed'],
    [JSON.stringify({ level: 'INFO', message: 'up' }), '2026-01-05 09:16:49 INFO core/i-0 up'],
    ['no JSON\n', '2026-01-05 09:16:49 core/i-0 no JSON'],
    ['3', '2026-01-05 09:16:49 core/i-0 3'],
    ['\u001b[2Jgone', '2026-01-05 09:16:49 core/i-0  [2Jgone'],
    [JSON.stringify({ level: 'INFO', message: 'a\nb' }), '2026-01-05 09:16:49 INFO core/i-0 a b'],
  ])('%j', (message, line) => {
    expect(recordLine(found(message))).toBe(line);
  });
});

describe('following', () => {
  const query: RecordQuery = { logGroup: '/var/log/lava/dev', pattern: '', from: 0 };
  const at = (id: string, timestamp: number): FoundRecord => ({ id, timestamp, stream: 's', message: id });

  /** Ports that answer the n-th search with the n-th list, in pages of two. */
  function searches(...answers: FoundRecord[][]) {
    const asked: number[] = [];
    return {
      asked,
      pause: async () => asked.length < answers.length,
      async *findRecords({ from }: RecordQuery) {
        asked.push(from);
        const answer = answers[asked.length - 1]!.filter(({ timestamp }) => timestamp >= from);
        for (let start = 0; start < answer.length || start === 0; start += 2)
          yield answer.slice(start, start + 2);
      },
    };
  }

  async function idsOf(ports: ReturnType<typeof searches>): Promise<string[]> {
    const ids: string[] = [];
    for await (const { id } of followRecords(ports, query, ports)) ids.push(id);
    return ids;
  }

  test('every record is told once, over pages and searches', async () => {
    const first = [at('a', 1_000), at('b', 2_000), at('c', 3_000)];
    expect(await idsOf(searches(first, [...first, at('d', 4_000)]))).toEqual(['a', 'b', 'c', 'd']);
  });

  test('a record that is up to two minutes late is told', async () => {
    const first = [at('a', 500_000)];
    expect(await idsOf(searches(first, [at('late', 380_000), ...first]))).toEqual(['a', 'late']);
  });

  test('the time that is searched moves on', async () => {
    const ports = searches([at('a', 500_000)], [at('b', 900_000)], []);
    await idsOf(ports);
    expect(ports.asked).toEqual([0, 380_000, 780_000]);
  });
});
