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
    tiltmeter_cluster_loki: '3102:3102',
    tiltmeter_cluster_alloy: '12346:12346',
    tiltmeter_cluster_alertmanager: '9094:9093',
    tiltmeter_cluster_grafana: '3002:3000',
  },
} as const;

describe.each(LEVELS)('%s', (level) => {
  const compose = yamlOf('docker-compose.yml', { level });
  const services = Object.entries<Record<string, never>>(compose.services);

  test('names and ports are open to this machine alone unless told', () => {
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
    expect(mounted).toHaveLength(level === 'root' ? 8 : 6);
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
    for (const [name, { image }] of services) {
      expect(image).toMatch(/^(grafana|prom)\/\w+:v?\d+\.\d+\.\d+(@sha256:[0-9a-f]{64})?$/);
      if (!String(name).includes('alertmanager')) expect(image).toContain('@sha256:');
    }
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

test("a cluster's stack joins Oakestra's network and takes no name or port of what Oakestra runs there", () => {
  // cluster_orchestrator/docker-compose.yml of oakestra/oakestra
  const taken = {
    names: ['cluster_grafana', 'cluster_loki', 'cluster_promtail', 'prometheus', 'cluster_manager', 'mqtt'],
    ports: [
      '10009',
      '3001',
      '3101',
      '10003',
      '10100',
      '10101',
      '10105',
      '10107',
      '10110',
      '11012',
      '11201',
      '11203',
    ],
  };
  const { services, networks } = yamlOf('docker-compose.yml', { level: 'cluster' });
  expect(networks).toEqual({ stack: { name: 'oakestra', external: true } });
  for (const [name, { container_name, ports }] of Object.entries<{ container_name: string; ports: string[] }>(
    services,
  )) {
    expect(taken.names).not.toContain(name);
    expect(taken.names).not.toContain(container_name);
    for (const port of ports) expect(taken.ports).not.toContain(port.split(':').at(-2));
  }
});

test('Grafana on a cluster asks the Prometheus that Oakestra runs', () => {
  const { datasources } = yamlOf('grafana/provisioning/datasources/datasources.yml', { level: 'cluster' });
  const { url } = datasources.find(({ uid }: { uid: string }) => uid === 'Prometheus');
  expect(url).toBe('http://prometheus:9090');
});

describe.each(LEVELS)("an OpenTelemetry collector in Alloy's place, %s", (level) => {
  const given = { level, collector: 'otel' } as const;
  const compose = yamlOf('docker-compose.yml', given);
  const name = { root: 'otel_collector', cluster: 'tiltmeter_cluster_otel_collector' }[level];

  test('it is the only collector, and its file is the only one of a collector', () => {
    expect(Object.keys(compose.services).filter((one) => /alloy|collector/.test(one))).toEqual([name]);
    expect([...filesOf(given).keys()].filter((path) => /alloy|otel/.test(path))).toEqual([
      'otel-collector.yml',
    ]);
    expect(Object.keys(compose.volumes)).toContain('otel-data');
  });

  test('it keeps on its volume what nobody has taken yet', () => {
    const { extensions } = yamlOf('otel-collector.yml', given);
    expect(compose.services[name].volumes).toContain(`otel-data:${extensions.file_storage.directory}`);
  });

  test('Prometheus takes OTLP and scrapes the collector', () => {
    const { scrape_configs, storage } = yamlOf('prometheus.yml', given);
    const { static_configs } = scrape_configs.find(
      ({ job_name }: { job_name: string }) => job_name === 'stack',
    );
    expect(static_configs[0].targets).toContain(`${name}:8888`);
    expect(storage.tsdb.out_of_order_time_window).toBe('30m');
    const { command } = compose.services.root_prometheus ?? { command: ['--web.enable-otlp-receiver'] };
    expect(command).toContain('--web.enable-otlp-receiver');
  });
});

describe.each(LEVELS)('a webhook, %s', (level) => {
  const told = (webhook: string) => {
    const { services } = yamlOf('docker-compose.yml', { level, webhook });
    const [receiver] = yamlOf('alertmanager.yml', { level, webhook }).receivers;
    const [contact] = yamlOf('grafana/provisioning/alerting/contact-points.yml', {
      level,
      webhook,
    }).contactPoints;
    return {
      alertmanager: receiver.webhook_configs[0].url,
      grafana: contact.receivers.find(({ type }: { type: string }) => type === 'webhook').settings.url,
      hosts: Object.entries<{ extra_hosts?: string[] }>(services)
        .filter(([, { extra_hosts }]) => extra_hosts)
        .map(([name, { extra_hosts }]) => [name.replace('tiltmeter_cluster_', ''), extra_hosts]),
    };
  };

  test.each([
    'http://127.0.0.1:4701/webhook',
    'http://localhost:4701/webhook',
    'http://[::1]:4701/webhook',
    'http://localhost.:4701/webhook',
    'http://[::ffff:127.0.0.1]:4701/webhook',
  ])('at %s is reached as the machine, not as the container itself', (webhook) => {
    const url = 'http://host.docker.internal:4701/webhook';
    const gateway = ['host.docker.internal:host-gateway'];
    expect(told(webhook)).toEqual({
      alertmanager: url,
      grafana: url,
      hosts: [
        ['alertmanager', gateway],
        ['grafana', gateway],
      ],
    });
  });

  test('elsewhere is reached as it is', () => {
    const url = 'https://alerts.example.com/x?y=$z';
    expect(told(url)).toEqual({ alertmanager: url, grafana: url.replace('$', '$$$$'), hosts: [] });
  });
});
