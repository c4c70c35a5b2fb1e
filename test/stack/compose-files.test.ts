import { filesOf, LEVELS, yamlOf } from './fixture';

const PORTS = {
  root: {
    loki: '3100:3100',
    alloy: '12345:12345',
    root_prometheus: '9090:9090',
    alertmanager: '9093:9093',
    grafana: '3000:3000',
  },
  cluster: {
    cluster_loki: '3101:3101',
    cluster_alloy: '12346:12346',
    prometheus: '10009:9090',
    cluster_alertmanager: '9094:9093',
    cluster_grafana: '3001:3000',
  },
} as const;

describe.each(LEVELS)('%s', (level) => {
  const compose = yamlOf('docker-compose.yml', { level });
  const services = Object.entries<Record<string, never>>(compose.services);

  test('names and ports are those of Oakestra, open to this machine alone unless told', () => {
    const bind = `\${BIND:-127.0.0.1}`;
    expect(Object.fromEntries(services.map(([name, { ports }]) => [name, ports]))).toEqual(
      Object.fromEntries(Object.entries(PORTS[level]).map(([name, ports]) => [name, [`${bind}:${ports}`]])),
    );
    for (const [name, { container_name }] of services) expect(container_name).toBe(name);
  });

  test('every file that is mounted is written', () => {
    const paths = [...filesOf({ level }).keys()];
    const mounted = services
      .flatMap(([, { volumes }]) => volumes as unknown as readonly string[])
      .filter((volume) => volume.startsWith('./'))
      .map((volume) => volume.slice(2).split(':')[0]!);
    expect(mounted).toHaveLength(8);
    for (const path of mounted) expect(paths.some((written) => written.startsWith(path))).toBe(true);
  });

  test('every named volume is declared', () => {
    const used = services
      .flatMap(([, { volumes }]) => volumes as unknown as readonly string[])
      .filter((volume) => !/^[./]/.test(volume))
      .map((volume) => volume.split(':')[0]);
    expect(Object.keys(compose.volumes).sort()).toEqual(used.sort());
  });

  test('the collector never collects itself: no service has a label', () => {
    for (const [, service] of services) expect(service).not.toHaveProperty('labels');
  });

  test('images are pinned to a version', () => {
    for (const [, { image }] of services) expect(image).toMatch(/^(grafana|prom)\/\w+:v?\d+\.\d+\.\d+$/);
  });

  test('Loki is asked for its health by itself, since its image has no shell', () => {
    const [name, loki] = services.find(([, { image }]) => String(image).includes('/loki:'))!;
    const port = PORTS[level][name as never] as string;
    expect(loki.healthcheck).toMatchObject({
      test: ['CMD', '/usr/bin/loki', '-health', `-health.url=http://localhost:${port.split(':')[1]}/ready`],
    });
  });

  test('override-no-observe stops everything but Prometheus', () => {
    const override = yamlOf('override-no-observe.yml', { level }).services;
    const stopped = services.map(([name]) => name).filter((name) => !name.endsWith('prometheus'));
    expect(override).toEqual(Object.fromEntries(stopped.map((name) => [name, { deploy: { replicas: 0 } }])));
  });

  test('override-quiet silences every service', () => {
    const override = yamlOf('override-quiet.yml', { level }).services;
    expect(override).toEqual(
      Object.fromEntries(services.map(([name]) => [name, { logging: { driver: 'none' } }])),
    );
  });

  test('rules are told of once: by Alertmanager, or with override-grafana-alerts by Grafana', () => {
    const execute = (of: typeof compose, name: string) =>
      of.services[name].environment.GF_UNIFIED_ALERTING_EXECUTE_ALERTS;
    const override = yamlOf('override-grafana-alerts.yml', { level });
    const [grafana] = services.find(([name]) => name.endsWith('grafana'))!;
    const [alertmanager] = services.find(([name]) => name.endsWith('alertmanager'))!;
    expect(execute(compose, grafana)).toBe('false');
    expect(execute(override, grafana)).toBe('true');
    expect(override.services[alertmanager].volumes).toEqual([
      './alertmanager-muted.yml:/etc/alertmanager/alertmanager.yml:ro',
    ]);
    expect(yamlOf('alertmanager-muted.yml', { level }).receivers).toEqual([{ name: 'nobody' }]);
  });
});
