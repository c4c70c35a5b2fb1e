import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { buildGoPrograms } from './support/go-program';

/** What `tiltmeter stack loki` writes, read by the programs that it is for. */
const root = join(__dirname, '../..');
const LEVELS = ['root', 'cluster'] as const;
const OVERRIDES = ['override-no-observe.yml', 'override-quiet.yml', 'override-grafana-alerts.yml'] as const;

let home: string;
let tools: string;

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'tiltmeter-stack-'));
  tools = buildGoPrograms(join(__dirname, 'support/go-tools'));
  for (const level of LEVELS) {
    const options = ['--level', level, '--out', stack(level), '--webhook', 'http://127.0.0.1:4701/alerts'];
    options.push('--incidents', join(root, 'incidents'));
    passes(process.execPath, [join(root, 'dist/bin/tiltmeter.js'), 'stack', 'loki', ...options]);
  }
});

afterAll(() => rmSync(home, { recursive: true, force: true }));

test('promtool confirms what the rules of objectives do, by rates and by counts', () => {
  const realm = [
    'realm: big',
    'alerts: { page: [{ email: a@example.com }], ticket: [{ email: b@example.com }] }',
    'slos:',
    '  many: { job: cmd/load, success: 99%, runs: 14400/d }',
    '  few: { job: cmd/nightly, success: 95%, runs: 3/d }',
    '  fresh: { job: cmd/load, fresh: 26h, target: 99.5% }',
    '  soon: { worker: core, startWithin: 5m, target: 95%, runs: 14400/d }',
    'workers: { core: { heartbeat: { every: 60s } } }',
  ];
  mkdirSync(join(home, 'realms'));
  writeFileSync(join(home, 'realms/big.yaml'), realm.join('\n'));
  const options = ['--realm', 'big', '--realms', join(home, 'realms'), '--level', 'root'];
  options.push('--user-events', 'jobs', '--out', join(home, 'objectives'));
  passes(process.execPath, [join(root, 'dist/bin/tiltmeter.js'), 'stack', 'loki', ...options]);
  const rules = join(home, 'objectives/rules');
  expect(passes('promtool', ['check', 'rules', 'prometheus.yml'], rules)).toContain('24 rules found');
  passes('promtool', ['test', 'rules', 'prometheus.test.yml'], rules);
});

describe.each(LEVELS)('%s', (level) => {
  test('Prometheus accepts its configuration and the rules that are mounted into it', () => {
    const mounted = read(level, 'prometheus.yml').replace(
      '/etc/prometheus/rules.yml',
      'rules/prometheus.yml',
    );
    writeFileSync(join(stack(level), 'prometheus-mounted.yml'), mounted);
    const said = passes('promtool', ['check', 'config', 'prometheus-mounted.yml'], stack(level));
    expect(said).toContain(`${rulesOf(level).length} rules found`);
    expect(said).toContain('is valid prometheus config file syntax');
  });

  test('the rules pass their own tests', () => {
    passes('promtool', ['test', 'rules', 'prometheus.test.yml'], join(stack(level), 'rules'));
  });

  test('Alertmanager accepts both of its configurations', () => {
    for (const file of ['alertmanager.yml', 'alertmanager-muted.yml']) {
      expect(passes('amtool', ['check-config', file], stack(level))).toContain('SUCCESS');
    }
  });

  test.each([
    ['alertmanager.yml', 'page', 'page'],
    ['alertmanager.yml', 'ticket', 'ticket'],
    ['alertmanager-muted.yml', 'page', 'nobody'],
  ])('%s sends the severity %s to %s', (file, severity, receiver) => {
    const routes = ['config', 'routes', 'test', `--config.file=${file}`, `severity=${severity}`];
    expect(passes('amtool', routes, stack(level)).trim()).toBe(receiver);
  });

  test('Docker Compose accepts the stack', () => {
    const { name, services, networks } = composed(level, 'docker-compose.yml');
    expect(name).toBe(`tiltmeter-${level}`);
    expect(Object.keys(services)).toHaveLength(level === 'root' ? 5 : 4);
    for (const service of Object.values(services)) {
      expect(service.ports).toEqual([expect.objectContaining({ host_ip: '127.0.0.1' })]);
      expect(Object.keys(service.networks)).toEqual(Object.keys(networks));
    }
  });

  test('Docker Compose takes every override over the stack', () => {
    const [idle, quiet, managed] = OVERRIDES.map((file) => composed(level, 'docker-compose.yml', file));
    const running = Object.entries(idle!.services).filter(([, { deploy }]) => deploy?.replicas !== 0);
    expect(running.map(([name]) => name)).toEqual(level === 'root' ? ['root_prometheus'] : []);
    for (const { logging } of Object.values(quiet!.services)) expect(logging?.driver).toBe('none');
    const { grafana, alertmanager } = managedServices(level, managed!);
    expect(grafana.environment?.GF_UNIFIED_ALERTING_EXECUTE_ALERTS).toBe('true');
    expect(grafana.environment?.GF_LOG_LEVEL).toBe('warn');
    const mounts = alertmanager.volumes!.filter(
      ({ target }) => target === '/etc/alertmanager/alertmanager.yml',
    );
    expect(mounts.map(({ source }) => source)).toEqual([join(stack(level), 'alertmanager-muted.yml')]);
  });

  test("Alloy's own parser reads its configuration, and its formatter would change nothing", () => {
    const file = join(stack(level), 'config.alloy');
    expect(passes(join(tools, 'alloy-fmt'), [file])).toBe(readFileSync(file, 'utf8'));
  });
});

test.each(LEVELS)(
  'Docker Compose and Prometheus accept a stack with an OpenTelemetry collector, %s',
  (level) => {
    const out = join(home, `otel-${level}`);
    const options = ['--level', level, '--collector', 'otel', '--out', out];
    passes(process.execPath, [join(root, 'dist/bin/tiltmeter.js'), 'stack', 'loki', ...options]);
    const { services } = JSON.parse(
      passes(join(tools, 'compose-config'), ['docker-compose.yml'], out),
    ) as Composed;
    const name = { root: 'otel_collector', cluster: 'tiltmeter_cluster_otel_collector' }[level];
    expect(services[name]!.volumes!.map(({ target }) => target)).toEqual([
      '/etc/otelcol-contrib/config.yaml',
      '/var/lib/docker/containers',
      '/var/lib/otelcol',
    ]);
    const config = readFileSync(join(out, 'prometheus.yml'), 'utf8');
    writeFileSync(
      join(out, 'mounted.yml'),
      config.replace('/etc/prometheus/rules.yml', 'rules/prometheus.yml'),
    );
    passes('promtool', ['check', 'config', 'mounted.yml'], out);
  },
);

describe('the tests of the rules', () => {
  test('pass for the incidents that are rehearsed on the CloudWatch alarms', () => {
    const { tests } = parse(read('root', 'rules/incidents.test.yml'));
    const titles = tests.map(({ name }: { name: string }) => name);
    expect(titles).toContain('every core worker dies, and comes back half an hour later');
    expect(titles).toContain('a core worker beats and does not work');
    passes('promtool', ['test', 'rules', 'incidents.test.yml'], join(stack('root'), 'rules'));
  });

  const rules = () => rulesOf('root').flatMap(({ alert }) => alert ?? []);

  test('fail for each rule that never fires', () => {
    for (const alert of rules()) expect([alert, testsPass(alert, 'vector(1) > 2')]).toEqual([alert, false]);
  });

  test('fail for each rule that always fires', () => {
    for (const alert of rules()) expect([alert, testsPass(alert, 'vector(1)')]).toEqual([alert, false]);
  });
});

describe('the checks refuse what is wrong', () => {
  test('a service with a key that Compose does not know', () => {
    const file = join(home, 'wrong.yml');
    writeFileSync(file, stringify({ name: 'x', services: { loki: { image: 'loki', replicas: 0 } } }));
    const { status, stderr } = spawnSync(join(tools, 'compose-config'), [file], { encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stderr).toContain('services.loki.replicas');
  });

  test('an Alloy file that is cut off', () => {
    const file = join(home, 'wrong.alloy');
    writeFileSync(file, read('root', 'config.alloy').trimEnd().slice(0, -1));
    const { status, stderr } = spawnSync(join(tools, 'alloy-fmt'), [file], { encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stderr).toContain('wrong.alloy');
  });
});

// --- internal ---

type Level = (typeof LEVELS)[number];

interface Composed {
  readonly name: string;
  readonly networks: Readonly<Record<string, unknown>>;
  readonly services: Readonly<Record<string, ComposedService>>;
}

interface ComposedService {
  readonly ports: readonly unknown[];
  readonly networks: Readonly<Record<string, unknown>>;
  readonly deploy?: { readonly replicas?: number };
  readonly logging?: { readonly driver: string };
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly { readonly source: string; readonly target: string }[];
}

const stack = (level: Level): string => join(home, level);
const read = (level: Level, path: string): string => readFileSync(join(stack(level), path), 'utf8');

function composed(level: Level, ...files: readonly string[]): Composed {
  return JSON.parse(passes(join(tools, 'compose-config'), files, stack(level)));
}

function managedServices(level: Level, { services }: Composed) {
  const prefix = level === 'root' ? '' : 'tiltmeter_cluster_';
  return { grafana: services[`${prefix}grafana`]!, alertmanager: services[`${prefix}alertmanager`]! };
}

function rulesOf(level: Level): readonly { readonly alert: string; readonly expr: string }[] {
  const { groups } = parse(read(level, 'rules/prometheus.yml'));
  return groups.flatMap(({ rules }: { rules: readonly { alert: string; expr: string }[] }) => rules);
}

/** Whether the generated tests of a rule pass when it has another expression. */
function testsPass(alert: string, expr: string): boolean {
  const folder = mkdtempSync(join(home, 'rules-'));
  const rules = rulesOf('root').map((rule) => (rule.alert === alert ? { ...rule, expr } : rule));
  const group = { name: 'tiltmeter', interval: '10s', rules };
  writeFileSync(join(folder, 'prometheus.yml'), stringify({ groups: [group] }));
  const { tests, ...head } = parse(read('root', 'rules/prometheus.test.yml'));
  const own = (tests as { alert_rule_test: { alertname: string }[] }[]).filter(({ alert_rule_test }) =>
    alert_rule_test.some(({ alertname }) => alertname === alert),
  );
  expect(own).not.toHaveLength(0);
  writeFileSync(join(folder, 'prometheus.test.yml'), stringify({ ...head, tests: own }));
  return spawnSync('promtool', ['test', 'rules', 'prometheus.test.yml'], { cwd: folder }).status === 0;
}

/** What a program said, on both streams, when it succeeded; otherwise a failure that shows it. */
function passes(program: string, args: readonly string[], cwd = root): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${error ?? ''}\n${stdout}\n${stderr}`);
  return stdout;
}
