/** The two levels of Oakestra: one root orchestrator, and a cluster orchestrator on each cluster. */
export interface StackLevel {
  /** Name of the compose project and of its network, for other projects to join. */
  readonly project: string;
  /** Docker label of the containers whose output is collected, `key=value`. */
  readonly containerLabel: string;
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

export const STACK_SERVICES = ['loki', 'alloy', 'prometheus', 'alertmanager', 'grafana'] as const;
export type StackService = (typeof STACK_SERVICES)[number];

/** Ports that the programs keep inside their containers; the others listen on the level's own port. */
export const LISTENS = { grafana: 3000, prometheus: 9090, alertmanager: 9093 } as const;

/** Names and ports as Oakestra has them; it has no Alertmanager, and a Prometheus on clusters only. */
export const STACK_LEVELS = {
  root: {
    project: 'tiltmeter-root',
    containerLabel: 'logging=promtail',
    names: {
      loki: 'loki',
      alloy: 'alloy',
      prometheus: 'root_prometheus',
      alertmanager: 'alertmanager',
      grafana: 'grafana',
    },
    ports: { loki: 3100, alloy: 12345, prometheus: 9090, alertmanager: 9093, grafana: 3000 },
    lokiName: 'Loki',
    managerAlert: { name: 'SystemManagerErrorAlert', container: 'system_manager' },
    components: ['system_manager', 'root_service_manager', 'resource_abstractor', 'root_scheduler'],
    scrapes: [],
  },
  cluster: {
    project: 'tiltmeter-cluster',
    containerLabel: 'logging=cluster_promtail',
    names: {
      loki: 'cluster_loki',
      alloy: 'cluster_alloy',
      prometheus: 'prometheus',
      alertmanager: 'cluster_alertmanager',
      grafana: 'cluster_grafana',
    },
    ports: { loki: 3101, alloy: 12346, prometheus: 10009, alertmanager: 9094, grafana: 3001 },
    lokiName: 'Loki_Cluster',
    managerAlert: { name: 'ClusterManagerErrorAlert', container: 'cluster_manager' },
    components: [
      'cluster_manager',
      'cluster_service_manager',
      'cluster_resource_abstractor',
      'cluster_scheduler',
    ],
    scrapes: [{ job: 'cluster_manager', target: 'cluster_manager:10001', everySeconds: 5 }],
  },
} as const satisfies Record<string, StackLevel>;

export type StackLevelName = keyof typeof STACK_LEVELS;
