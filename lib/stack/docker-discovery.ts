import { RECORD_LABELS } from './pipeline';

export const DOCKER_HOST = 'unix:///var/run/docker.sock';
export const DOCKER_REFRESH = '5s';

export interface ContainerLabel {
  /** Label of Docker's service discovery. */
  readonly from: string;
  readonly to: string;
  /** What is kept of it is its first group. @default all */
  readonly regex?: string;
}

/** The labels of a line in Loki, whoever has collected it: those of its container, and those of its record. */
export const STREAM_LABELS = ['container_name', 'job', 'logstream', ...RECORD_LABELS] as const;

/** Labels of every line. The id becomes structured metadata at the end of the pipeline: it is no label. */
export const CONTAINER_LABELS: readonly ContainerLabel[] = [
  { from: '__meta_docker_container_name', to: 'container_name', regex: '/(.*)' },
  { from: '__meta_docker_container_log_stream', to: 'logstream' },
  { from: '__meta_docker_container_label_logging_jobname', to: 'job' },
  { from: '__meta_docker_container_id', to: 'container_id' },
];
