import { join } from 'node:path';
import { main } from '../../lib/cli/main';

const root = join(__dirname, '../..');

async function tiltmeter(line: string): Promise<{ code: number; err: string[] }> {
  const err: string[] = [];
  const code = await main(line.split(' '), {
    out: () => {},
    err: (text) => void err.push(text),
    env: {},
    cwd: root,
    isTty: false,
    signal: new AbortController().signal,
  });
  return { code, err };
}

// All before AWS is asked anything.
test.each([
  ['dispatch', 'dispatch: give one job id'],
  ['dispatch a b --worker core', 'dispatch: give one job id'],
  ['dispatch -- ', "dispatch: job id: got '', allowed: any text of at least one character"],
  ['dispatch a', "dispatch: --worker: which of realm dev's: core, gpu"],
  ['dispatch a --worker cor', "dispatch: --worker: got 'cor', did you mean 'core'; realm dev has core, gpu"],
  ['dispatch a --worker core --param x', 'dispatch: --param: "x" is not name=value'],
  ['logs --worker cpu', "logs: --worker: got 'cpu', did you mean 'gpu'; realm dev has core, gpu"],
  ['logs --level loud', "logs: --level: got 'loud', allowed: DEBUG, INFO, WARNING, ERROR, CRITICAL"],
  ['logs --event x', "logs: --event: got 'x', allowed: heartbeat, worker, job, dispatch, connection"],
  ['logs --run 7', "logs: --run: got '7', allowed: the id of a run, a UUID"],
  ['logs --job ', "logs: --job: got '', allowed: any text of at least one character"],
  ['logs --since soon', "logs: --since: got 'soon', allowed: a duration, such as 15m or 2h"],
  ['logs --limit 0', "logs: --limit: got '0', allowed: a whole number from 1 to 9999999"],
  ['logs --pattern ERROR --job a', 'logs: give --pattern or --job, not both'],
  ['status --format xml', "status: --format: got 'xml', allowed: text, table, csv, json"],
  ['status --json --format csv', 'status: give --json or --format, not both'],
  [
    'dump --realm prod --worker core --instance 10.0.0.1',
    "dump: --instance: got '10.0.0.1', allowed: an instance id, such as i-0abcdef1234567890",
  ],
  [
    'dump --realm prod --worker core --wait long',
    "dump: --wait: got 'long', allowed: a duration, such as 30s or 2m",
  ],
  ['redrive cor', "redrive: got 'cor', did you mean 'core'; realm dev has alerts, dispatch, core, gpu"],
  ['redrive core gpu', 'redrive: give one queue, or none to list them'],
  ['test-alert pgae', "test-alert: got 'pgae', did you mean 'page'; realm dev has page, ticket"],
  ['test-alert page ticket', 'test-alert: give one severity'],
  ['test-alert --wait long', "test-alert: --wait: got 'long', allowed: a duration, such as 30s or 2m"],
  ['status --realm nowhere', `${root}/realms: unknown realm, got 'nowhere', allowed: dev, prod`],
])('%s is refused', async (line, problem) => {
  const { code, err } = await tiltmeter(line);
  expect(code).toBe(2);
  expect(err).toEqual([`tiltmeter: ${problem}`]);
});

test('a filter pattern that CloudWatch refuses is refused with the place', async () => {
  const { code, err } = await tiltmeter('logs --pattern {');
  expect(code).toBe(2);
  expect(err.join('\n')).toContain('^');
});
