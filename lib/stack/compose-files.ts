import { STACK_IMAGES } from '../contract';
import { LOKI_TENANT } from './loki-config';
import { OTEL_DATA, OTEL_FILE } from './otel/otel-config';
import { RULE_FILES } from './rules/rule-files';
import {
  COLLECTORS,
  type CollectorName,
  LISTENS,
  STACK_SERVICES,
  type StackLevel,
  type StackService,
} from './stack-level';
import type { StackFile, StackOptions } from './stack-options';
import { DOCKER_HOST_NAME, isOnHost } from './webhook-address';
import { yamlFile } from './yaml-file';

/** The compose file and what may be laid over it with a second `-f`. */
export function composeFiles(
  level: StackLevel,
  { webhook, collector }: Pick<StackOptions, 'webhook' | 'collector'> = {},
): StackFile[] {
  const services = ownServices(level, collector);
  const byName = (of: (service: StackService) => object | undefined) => named(level, services, of);
  return [
    yamlFile('docker-compose.yml', USE, {
      name: level.project,
      services: byName((service) => ({
        container_name: level.names[service],
        image: STACK_IMAGES[service],
        restart: 'unless-stopped',
        networks: ['stack'],
        ports: [`\${BIND:-127.0.0.1}:${level.ports[service]}:${listens(level, service)}`],
        logging: QUIET,
        ...SERVICES[service](level),
        ...(service === 'prometheus' && collector === 'otel' && TAKES_OTLP),
        ...(webhook !== undefined && isOnHost(webhook) && TELLS.has(service) && HOST_ACCESS),
      })),
      networks: { stack: { name: level.network.name, ...(level.network.external && { external: true }) } },
      volumes: Object.fromEntries(services.map((service) => [`${service}-data`, null])),
    }),
    yamlFile('override-no-observe.yml', ['Nothing that collects, stores or shows logs; Prometheus stays.'], {
      services: byName((service) => (service === 'prometheus' ? undefined : { deploy: { replicas: 0 } })),
    }),
    yamlFile('override-quiet.yml', ['The stack itself writes no logs at all: docker logs shows nothing.'], {
      services: byName(() => ({ logging: { driver: 'none' } })),
    }),
    yamlFile(
      'override-grafana-alerts.yml',
      ['Grafana evaluates the rules and tells of them; Alertmanager is muted.'],
      {
        services: byName((service) => GRAFANA_ALERTS[service]),
      },
    ),
  ];
}

// --- internal ---

const USE = [
  'docker compose up -d                                        starts everything',
  'docker compose -f docker-compose.yml -f override-… up -d    with one of the overrides',
  'BIND=0.0.0.0 in the environment or in .env opens the ports to other machines; none of them asks for a',
  "password but Grafana's (admin, admin, until you change it).",
] as const;

/** Who posts alerts to a webhook. */
const TELLS: ReadonlySet<StackService> = new Set(['alertmanager', 'grafana']);

/** Docker's own name for the machine that it runs on, which Docker Desktop alone knows by itself. */
const HOST_ACCESS = { extra_hosts: [`${DOCKER_HOST_NAME}:host-gateway`] };

function ownServices({ existing }: StackLevel, collector: CollectorName = 'alloy'): StackService[] {
  const others: readonly StackService[] = COLLECTORS.filter((name) => name !== collector);
  return STACK_SERVICES.filter((service) => !existing.includes(service) && !others.includes(service));
}

/** A megabyte a container, and never collected: none has the label, or the collector would feed itself. */
const QUIET = { driver: 'json-file', options: { 'max-size': '1m', 'max-file': '1' } };

const SERVICES: Readonly<Record<StackService, (level: StackLevel) => object>> = {
  loki: ({ ports }) => ({
    command: ['-config.file=/etc/loki/loki.yml', '-target=all'],
    volumes: [
      './loki.yml:/etc/loki/loki.yml:ro',
      `./${RULE_FILES.loki}:/etc/loki/rules/${LOKI_TENANT}/rules.yml:ro`,
      'loki-data:/loki',
    ],
    // there is no shell in the image
    healthcheck: {
      test: ['CMD', '/usr/bin/loki', '-health', `-health.url=http://localhost:${ports.loki}/ready`],
      interval: '10s',
      start_period: '30s',
    },
  }),
  alloy: ({ names, ports }) => ({
    command: [
      'run',
      `--server.http.listen-addr=0.0.0.0:${ports.alloy}`,
      '--storage.path=/var/lib/alloy/data',
      '--disable-reporting',
      '/etc/alloy/config.alloy',
    ],
    // root reads Docker's socket on every host; other users depend on the group's number there
    user: 'root',
    volumes: [
      './config.alloy:/etc/alloy/config.alloy:ro',
      '/var/run/docker.sock:/var/run/docker.sock:ro',
      'alloy-data:/var/lib/alloy/data',
    ],
    depends_on: [names.loki],
  }),
  otel: ({ names }) => ({
    // root reads Docker's files; other users may not
    user: 'root',
    volumes: [
      `./${OTEL_FILE}:/etc/otelcol-contrib/config.yaml:ro`,
      '/var/lib/docker/containers:/var/lib/docker/containers:ro',
      `otel-data:${OTEL_DATA}`,
    ],
    depends_on: [names.loki],
  }),
  prometheus: () => ({
    volumes: [
      './prometheus.yml:/etc/prometheus/prometheus.yml:ro',
      `./${RULE_FILES.prometheus}:/etc/prometheus/rules.yml:ro`,
      'prometheus-data:/prometheus',
    ],
  }),
  alertmanager: () => ({
    volumes: ['./alertmanager.yml:/etc/alertmanager/alertmanager.yml:ro', 'alertmanager-data:/alertmanager'],
    environment: AWS_CREDENTIALS,
  }),
  grafana: () => ({
    environment: {
      ...AWS_CREDENTIALS,
      GF_LOG_LEVEL: 'warn',
      GF_ANALYTICS_REPORTING_ENABLED: 'false',
      // the ruler and Prometheus evaluate the rules, or everybody would be told twice
      GF_UNIFIED_ALERTING_EXECUTE_ALERTS: 'false',
    },
    volumes: [
      './grafana/provisioning:/etc/grafana/provisioning:ro',
      './grafana/dashboards:/var/lib/grafana/dashboards:ro',
      'grafana-data:/var/lib/grafana',
    ],
  }),
};

/** Without the flag, Prometheus answers OTLP with 404; the others are those of its image. */
const TAKES_OTLP = {
  command: [
    '--config.file=/etc/prometheus/prometheus.yml',
    '--storage.tsdb.path=/prometheus',
    '--web.enable-otlp-receiver',
  ],
};

/** For SNS and CloudWatch, passed on from where compose runs; a name without a value is left out when unset. */
const AWS_CREDENTIALS = {
  AWS_ACCESS_KEY_ID: null,
  AWS_SECRET_ACCESS_KEY: null,
  AWS_SESSION_TOKEN: null,
  AWS_REGION: null,
};

const GRAFANA_ALERTS: Readonly<Partial<Record<StackService, object>>> = {
  alertmanager: { volumes: ['./alertmanager-muted.yml:/etc/alertmanager/alertmanager.yml:ro'] },
  grafana: { environment: { GF_UNIFIED_ALERTING_EXECUTE_ALERTS: 'true' } },
};

/** Loki and Alloy listen on the level's own port, so that one address serves inside the network and outside. */
function listens({ ports }: StackLevel, service: StackService): number {
  return service in LISTENS ? LISTENS[service as keyof typeof LISTENS] : ports[service];
}

function named(
  level: StackLevel,
  services: readonly StackService[],
  of: (service: StackService) => object | undefined,
): Record<string, object> {
  return Object.fromEntries(
    services.flatMap((service) => {
      const definition = of(service);
      return definition ? [[level.names[service], definition]] : [];
    }),
  );
}
