import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { LogSignal } from '../../lib/engine';
import { readIncident } from '../../lib/rehearsal';
import { signalsOf } from '../../lib/rehearsal/rehearse/signals-of';
import { lokiServiceFiles, lokiStack, type StackFile } from '../../lib/stack';
import { ruleChecks } from '../../lib/stack/rules/incident-tests';
import { parseDuration } from '../../lib/text';
import { OPTIONS, rulesOf } from '../stack/fixture';
import { CONTAINER, FOREIGN_LINES } from '../stack/lines';
import { type LabelledLine, runPipeline } from '../stack/run-pipeline';
import { FORMATS, type RecordName, writtenRecords } from '../stack/written-records';
import { freePort } from './support/free-port';
import {
  type LokiPrograms,
  type LokiServer,
  lokiPrograms,
  startLoki,
  verifyConfig,
} from './support/loki-server';

/** The shipped rules, asked of a real Loki about records that the runtime wrote and real stages labelled. */
const built = lokiPrograms();
const ifBuilt = built ? describe : describe.skip;
const programs = built as LokiPrograms;

const MINUTE = 60_000;
const REALM = {
  ...OPTIONS.realm,
  workers: [{ ...OPTIONS.realm.workers[0], queue: { depth: 10, forSeconds: 900 } }],
};
const options = { ...OPTIONS, realm: REALM };

let home: string;

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'tiltmeter-loki-'));
});

afterAll(() => rmSync(home, { recursive: true, force: true }));

ifBuilt('the configuration', () => {
  test.each(['root', 'cluster'] as const)('of level %s is accepted', (level) => {
    const [config] = written(`${level}-verified`, lokiStack({ ...options, level }), 'loki.yml');
    verifyConfig(programs, config!);
  });

  test('of a Loki on AWS is accepted', () => {
    const [config] = written('service-verified', lokiServiceFiles(), 'loki.yml');
    verifyConfig(programs, config!, { LOKI_BUCKET: 'lava-dev-loki', AWS_REGION: 'eu-west-1' });
  });

  test('with a key that Loki does not know is refused', () => {
    const file = { path: 'loki.yml', text: 'table_managr: {}\n' };
    const [config] = written('refused', [file], 'loki.yml');
    expect(() => verifyConfig(programs, config!)).toThrow('table_managr');
  });
});

ifBuilt('the stages of the collector', () => {
  test('label every line as the pipeline of the unit tests does', async () => {
    const records = await Promise.all(
      FORMATS.map(async (format) => Object.values(await writtenRecords(format))),
    );
    const lines = [...records.flat(), ...FOREIGN_LINES.map(([, line]) => line)];
    expect(labelled(lines, CONTAINER)).toEqual(lines.map((line) => runPipeline(line, CONTAINER)));
  });
});

ifBuilt('the rules', () => {
  let loki: LokiServer;
  let alertmanager: Alertmanager;

  beforeAll(async () => {
    alertmanager = await startAlertmanager();
    const [port, grpcPort] = [await freePort(), await freePort()];
    const [config] = written('running', adapted('running', port, grpcPort, alertmanager.url), 'loki.yml');
    loki = await startLoki(programs, config!, port);
  });

  afterAll(async () => {
    await loki?.stop();
    await alertmanager?.stop();
  });

  // each format in a stretch of time of its own, within the two hours that Loki keeps in memory
  test.each(FORMATS.map((format, n) => [format, n] as const))(
    'see an incident in records of the format %s, each when it must and not before',
    async (format, n) => {
      const start = Date.now() - (FORMATS.length - n) * 25 * MINUTE;
      const records = await writtenRecords(format);
      const lines = INCIDENT.map(([, name]) => records[name]);
      const container = { ...CONTAINER, container_name: `worker-${format}` };
      await loki.push(entries(lines, container, (line) => start + INCIDENT[line]![0] * 1_000));
      for (const [signal, second, fires] of EXPECTED) {
        const found = await loki.query(ruleOf(signal).expr, start + second * 1_000);
        expect([signal, second, found.length > 0]).toEqual([signal, second, fires]);
      }
    },
  );

  test('are served by a Loki that is well by the command of the health check, which needs no shell', () => {
    const health = (url: string) => spawnSync(programs.loki, ['-health', `-health.url=${url}`]).status;
    expect(health(`${loki.url}/ready`)).toBe(0);
    expect(health(`${loki.url}/nothing`)).not.toBe(0);
  });

  test('count the errors of the system manager as it prints them', async () => {
    const start = Date.now() - 20 * MINUTE;
    const container = { ...CONTAINER, container_name: 'system_manager', logstream: 'stdout' };
    const [, line] = FOREIGN_LINES[0]!;
    await loki.push(entries([line, line], container, (n) => start + n * 10_000));
    const { expr } = ruleOf('SystemManagerErrorAlert');
    expect(await loki.query(expr, start + 5_000)).toEqual([]);
    const [found] = await loki.query(expr, start + 15_000);
    expect(found?.metric).toEqual({ container_name: 'system_manager' });
  });

  test('count what is on stderr and is no record, and leave records and metrics out', async () => {
    const start = Date.now() - 20 * MINUTE;
    const traceback = Array.from({ length: 11 }, (_, n) => `  File "wsgi.py", line ${n}, in run`);
    const { info } = await writtenRecords('json');
    const records = traceback.map(() => info);
    await loki.push(
      entries(traceback, { ...CONTAINER, container_name: 'crashing' }, (n) => start + n * 1_000),
    );
    const metrics = traceback.map((_, n) => `{"_aws":{"Timestamp":${start + n}}}`);
    await loki.push(entries(records, { ...CONTAINER, container_name: 'talking' }, (n) => start + n * 1_000));
    await loki.push(
      entries(metrics, { ...CONTAINER, container_name: 'measuring' }, (n) => start + n * 1_000),
    );
    const found = await loki.query(ruleOf('StderrHighLoadAlert').expr, start + 15_000);
    expect(found.map(({ metric }) => metric)).toEqual([{ container_name: 'crashing' }]);
  });

  test('are evaluated by the ruler, which tells Alertmanager', async () => {
    const { failed } = await writtenRecords('logfmt');
    await loki.push(entries([failed], CONTAINER, () => Date.now()));
    expect(await alertmanager.next('lava-dev-job-failed')).toMatchObject({
      alertname: 'lava-dev-job-failed',
      realm: 'dev',
      service: 'lava-dev-core',
      severity: 'ticket',
      system: 'lava',
    });
    // of this worker nothing has been heard in the last minutes
    expect(await alertmanager.next('lava-dev-core-heartbeat')).toMatchObject({
      severity: 'page',
      worker: 'core',
    });
  });
});

// each in a Loki of its own: all must lie in the last two hours, which are still in memory
ifBuilt.each(['core-falls-silent', 'core-zombie'])('the incident %s', (name) => {
  let loki: LokiServer;

  beforeAll(async () => {
    const [port, grpcPort] = [await freePort(), await freePort()];
    const [config] = written(name, adapted(name, port, grpcPort, 'http://127.0.0.1:1'), 'loki.yml');
    loki = await startLoki(programs, config!, port);
  });

  afterAll(() => loki?.stop());

  /** Whether a rule's query has held for as long as the rule asks. */
  async function isFiring(alert: string, atMs: number): Promise<boolean> {
    const rule = rulesOf('loki', options).find((one) => one.alert === alert)!;
    const heldMs = rule.for ? parseDuration(rule.for)! * 1_000 : 0;
    for (let before = 0; before <= heldMs; before += 20_000) {
      if ((await loki.query(rule.expr, atMs - before)).length === 0) return false;
    }
    return true;
  }

  test('is seen by the log rules as it is by the alarms', async () => {
    const incident = { ...readIncident(join(INCIDENTS, `${name}.yaml`)), start: Date.now() - 100 * MINUTE };
    const heartbeats = signalsOf(incident)
      .filter(
        (signal): signal is LogSignal => signal.type === 'log' && signal.logGroupName === '/var/log/lava/dev',
      )
      .sort((one, other) => one.timestamp - other.timestamp);
    const lines = heartbeats.map(({ message }) => message);
    await loki.push(entries(lines, CONTAINER, (n) => heartbeats[n]!.timestamp));
    // at the very start nothing has been heard, which is silence to a rule that has no memory
    const checks = ruleChecks(incident, HEARD).filter(({ atMs }) => atMs > 0);
    expect(checks.some(({ fires }) => fires)).toBe(true);
    for (const { alert, atMs, fires } of checks) {
      expect([alert, atMs / MINUTE, await isFiring(alert, incident.start + atMs)]).toEqual([
        alert,
        atMs / MINUTE,
        fires,
      ]);
    }
  });
});

// --- internal ---

const INCIDENTS = join(__dirname, '../../incidents');

/** The rules that heartbeats alone decide on. */
const HEARD = ['lava-dev-core-heartbeat', 'lava-dev-core-dead-threads'];

/** Seconds after the start, and the record that is written then. */
const INCIDENT: readonly (readonly [second: number, record: RecordName])[] = [
  [0, 'heartbeat'],
  [60, 'waiting'],
  [120, 'stuck'],
  [140, 'starting'],
  [240, 'dead thread'],
  [300, 'error'],
  [310, 'critical'],
  [320, 'failed'],
];

/** What each rule's query says at a second: whether it returns anything. */
const EXPECTED: readonly (readonly [signal: string, second: number, fires: boolean])[] = [
  ['heartbeat', 60, false],
  ['heartbeat', 525, false],
  ['heartbeat', 540, true],
  ['queue-depth', 30, false],
  ['queue-depth', 65, true],
  ['queue-depth', 250, false],
  ['queue-stuck', 65, false],
  ['queue-stuck', 125, true],
  ['queue-stuck', 145, false],
  ['dead-threads', 235, false],
  ['dead-threads', 245, true],
  ['dead-threads', 365, false],
  ['errors', 305, false],
  ['errors', 315, true],
  ['errors', 375, false],
  ['job-failed', 315, false],
  ['job-failed', 325, true],
];

function ruleOf(name: string) {
  const names = [name, `lava-dev-core-${name}`, `lava-dev-${name}`];
  return rulesOf('loki', options).find(({ alert }) => names.includes(alert))!;
}

/** Writes files into a folder of its own; the whole paths of the ones that are named. */
function written(folder: string, files: readonly StackFile[], ...paths: readonly string[]): string[] {
  for (const { path, text } of files) {
    const file = join(home, folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return paths.map((path) => join(home, folder, path));
}

/** The files of level root with this machine's folders and ports where a container has its own. */
function adapted(folder: string, port: number, grpcPort: number, alertmanagerUrl: string): StackFile[] {
  const files = lokiStack(options);
  const text = (path: string) => files.find((file) => file.path === path)!.text;
  const config = text('loki.yml')
    .replaceAll('/etc/loki/rules', join(home, folder, 'rules'))
    .replaceAll(': /loki', `: ${join(home, folder, 'data')}`)
    .replace('http_listen_port: 3100', `http_listen_port: ${port}\n  http_listen_address: 127.0.0.1`)
    .replace('grpc_listen_port: 9096', `grpc_listen_port: ${grpcPort}\n  grpc_listen_address: 127.0.0.1`)
    .replace('http://alertmanager:9093', alertmanagerUrl);
  return [
    { path: 'loki.yml', text: config },
    { path: 'rules/fake/rules.yml', text: text('rules/loki.yml') },
    { path: 'promtail.yml', text: text('promtail.yml') },
  ];
}

/** What the real stages make of lines that arrive with labels. */
function labelled(lines: readonly string[], labels: Readonly<Record<string, string>>): LabelledLine[] {
  const [config] = written('pipeline', lokiStack(options), 'promtail.yml');
  const input = lines.map((line) => JSON.stringify({ labels, line })).join('\n');
  const stdio = ['pipe', 'pipe', 'ignore'] as ('pipe' | 'ignore')[];
  const output = execFileSync(programs.pipeline, [config!], { input, stdio, encoding: 'utf8' });
  return output
    .trim()
    .split('\n')
    .map((text) => JSON.parse(text))
    .map(({ labels, metadata }) => ({ labels, metadata }));
}

function entries(
  lines: readonly string[],
  container: Readonly<Record<string, string>>,
  atMs: (line: number) => number,
) {
  return labelled(lines, container).map((one, n) => ({ ...one, line: lines[n]!, atMs: atMs(n) }));
}

interface Alertmanager {
  readonly url: string;
  /** The labels of the next alert of a name. */
  readonly next: (name: string) => Promise<Readonly<Record<string, string>>>;
  readonly stop: () => Promise<void>;
}

/** An HTTP endpoint that keeps the alerts that are posted to it. */
async function startAlertmanager(): Promise<Alertmanager> {
  const alerts: Readonly<Record<string, string>>[] = [];
  const server: Server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    for (const { labels } of JSON.parse(text)) alerts.push(labels);
    response.writeHead(200).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    next: async (name) => {
      for (const deadline = Date.now() + 120_000; Date.now() < deadline; ) {
        const found = alerts.find(({ alertname }) => alertname === name);
        if (found) return found;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
      throw new Error(`no alert ${name} in two minutes, got ${JSON.stringify(alerts)}`);
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
