/** The two levels of Oakestra: one root orchestrator, and a cluster orchestrator on each cluster. */
export interface StackLevel {
  /** Name of the compose project. */
  readonly project: string;
  /** The network of the stack, for other projects to join; an external one is somebody else's, which the stack joins. */
  readonly network: { readonly name: string; readonly external: boolean };
  /** Services that Oakestra runs already, on the same network: they are used, and no second one is started. */
  readonly existing: readonly StackService[];
  /** Docker label of the containers whose output is collected, `key=value`. */
  readonly containerLabel: string;
  /** What Oakestra's containers carry instead since July 2026: values of the label `oakestra.logging.collector`. */
  readonly collectors: readonly string[];
  /** Name of each service and its container. */
  readonly names: Readonly<Record<StackService, string>>;
  /** Port on the host; the same inside the container where LISTENS does not say otherwise. */
  readonly ports: Readonly<Record<StackService, number>>;
  /** Name of the Loki data source; its uid is `Loki` at both levels, so that dashboards fit both. */
  readonly lokiName: string;
  /** Alert on the errors of the orchestrator itself, by Oakestra's name. */
  readonly managerAlert: { readonly name: string; readonly container: string };
  /** Oakestra's own services, each with a panel of its own. */
  readonly components: readonly string[];
  /** What Oakestra scrapes beyond the fleet. */
  readonly scrapes: readonly Scrape[];
}

export interface Scrape {
  readonly job: string;
  readonly target: string;
  readonly everySeconds: number;
}

export const STACK_SERVICES = ['loki', 'alloy', 'otel', 'prometheus', 'alertmanager', 'grafana'] as const;
export type StackService = (typeof STACK_SERVICES)[number];

/** What collects the logs; a stack has one of them. */
export const COLLECTORS = ['alloy', 'otel'] as const satisfies readonly StackService[];
export type CollectorName = (typeof COLLECTORS)[number];

/** Ports that the programs keep inside their containers; the others listen on the level's own port. */
export const LISTENS = { grafana: 3000, prometheus: 9090, alertmanager: 9093, otel: 4318 } as const;

/**
 * The root's names and ports are Oakestra's, whose own Loki, Grafana and Promtail this replaces; it has no Alertmanager
 * and no Prometheus there. A cluster's are none of Oakestra's, whose stack keeps running beside: of that, the
 * Prometheus is used, since it has what Oakestra measures.
 */
export const STACK_LEVELS = {
  root: {
    project: 'tiltmeter-root',
    network: { name: 'tiltmeter-root', external: false },
    existing: [],
    containerLabel: 'logging=promtail',
    // one-doc: root and cluster on one machine, which have one collector.
    collectors: ['root', 'one-doc'],
    names: {
      loki: 'loki',
      alloy: 'alloy',
      otel: 'otel_collector',
      prometheus: 'root_prometheus',
      alertmanager: 'alertmanager',
      grafana: 'grafana',
    },
    ports: { loki: 3100, alloy: 12345, otel: 4318, prometheus: 9090, alertmanager: 9093, grafana: 3000 },
    lokiName: 'Loki',
    managerAlert: { name: 'SystemManagerErrorAlert', container: 'system_manager' },
    components: [
      'system_manager',
      'root_service_manager',
      'root_resource_abstractor',
      'root_scheduler',
      'root_addons_manager',
      'root_addons_monitor',
    ],
    scrapes: [],
  },
  cluster: {
    project: 'tiltmeter-cluster',
    network: { name: 'oakestra', external: true },
    existing: ['prometheus'],
    containerLabel: 'logging=cluster_promtail',
    collectors: ['cluster'],
    names: {
      loki: 'tiltmeter_cluster_loki',
      alloy: 'tiltmeter_cluster_alloy',
      otel: 'tiltmeter_cluster_otel_collector',
      prometheus: 'prometheus',
      alertmanager: 'tiltmeter_cluster_alertmanager',
      grafana: 'tiltmeter_cluster_grafana',
    },
    ports: { loki: 3102, alloy: 12346, otel: 4319, prometheus: 10009, alertmanager: 9094, grafana: 3002 },
    lokiName: 'Loki_Cluster',
    managerAlert: { name: 'ClusterManagerErrorAlert', container: 'cluster_manager' },
    components: [
      'cluster_manager',
      'cluster_service_manager',
      'cluster_resource_abstractor',
      'cluster_scheduler',
      'cluster_addons_manager',
      'cluster_addons_monitor',
    ],
    scrapes: [{ job: 'cluster_manager', target: 'cluster_manager:10001', everySeconds: 5 }],
  },
} as const satisfies Record<string, StackLevel>;

export type StackLevelName = keyof typeof STACK_LEVELS;

/** The labels by which containers are found; Docker wants all of several in one filter, so each has a discovery of its own. */
export const collectedLabels = ({ containerLabel, collectors }: StackLevel): readonly string[] => [
  containerLabel,
  ...collectors.map((collector) => `oakestra.logging.collector=${collector}`),
];
