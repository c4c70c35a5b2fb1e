import { CONTAINER_LABELS, DOCKER_HOST, DOCKER_REFRESH } from './docker-discovery';
import { type PipelineStage, RECORD_PIPELINE } from './pipeline';
import { collectedLabels, type StackLevel } from './stack-level';
import type { StackFile } from './stack-options';
import { yamlFile } from './yaml-file';

/** The collector of those who still run Promtail, which ended on 2026-03-02. The same pipeline as Alloy's. */
export function promtailConfig(level: StackLevel): StackFile {
  const { names, ports } = level;
  return yamlFile(
    'promtail.yml',
    ['For those who still run Promtail, which ended in March 2026; docker-compose.yml runs Alloy instead.'],
    {
      server: { http_listen_port: 9080, grpc_listen_port: 0 },
      positions: { filename: '/var/lib/promtail/positions.yaml' },
      clients: [{ url: `http://${names.loki}:${ports.loki}/loki/api/v1/push` }],
      scrape_configs: [
        {
          job_name: 'containers',
          docker_sd_configs: collectedLabels(level).map((label) => ({
            host: DOCKER_HOST,
            refresh_interval: DOCKER_REFRESH,
            filters: [{ name: 'label', values: [label] }],
          })),
          relabel_configs: CONTAINER_LABELS.map(({ from, to, regex }) => ({
            source_labels: [from],
            ...(regex && { regex }),
            target_label: to,
          })),
          pipeline_stages: RECORD_PIPELINE.map(promtailStage),
        },
      ],
    },
  );
}

// --- internal ---

/** Labels and metadata are maps to the name of the extracted value, which is the same when it is left out. */
function promtailStage(stage: PipelineStage): unknown {
  if ('labels' in stage) return { labels: named(stage.labels) };
  if ('structured_metadata' in stage) return { structured_metadata: named(stage.structured_metadata) };
  return stage;
}

const named = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, null]));
