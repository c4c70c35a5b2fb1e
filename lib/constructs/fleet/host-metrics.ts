/** Namespace in which the CloudWatch agent publishes unless it is told otherwise. */
export const AGENT_NAMESPACE = 'CWAgent';

/** What the agent measures of a machine; names and dimensions are the agent's. */
export const HOST_METRIC = {
  memory: { metricName: 'mem_used_percent' },
  swap: { metricName: 'swap_used_percent' },
  /** By the path at which it is mounted. */
  disk: { metricName: 'disk_used_percent' },
} as const;
