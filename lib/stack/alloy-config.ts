import { type AlloyBlock, AlloyReference, type AlloyValue, alloyText } from './alloy-block';
import { CONTAINER_LABELS, DOCKER_HOST, DOCKER_REFRESH } from './docker-discovery';
import { type PipelineStage, RECORD_PIPELINE } from './pipeline';
import { collectedLabels, type StackLevel } from './stack-level';
import type { StackFile } from './stack-options';

/** The collector: containers with the level's label, their lines through the pipeline, to the level's Loki. */
export function alloyConfig(level: StackLevel): StackFile {
  return { path: 'config.alloy', text: HEAD + alloyText(components(level)) };
}

// --- internal ---

const HEAD = '// Collects what labelled containers print; docker-compose.yml mounts it.\n';

function components(level: StackLevel): AlloyBlock[] {
  const { names, ports } = level;
  const found = collectedLabels(level).map((label) => ({ label, name: label.replaceAll(/[^a-z]/g, '_') }));
  return [
    { name: 'logging', attributes: { level: 'warn' } },
    ...found.map(({ label, name }) => ({
      name: 'discovery.docker',
      label: name,
      attributes: { host: DOCKER_HOST, refresh_interval: DOCKER_REFRESH },
      blocks: [{ name: 'filter', attributes: { name: 'label', values: [label] } }],
    })),
    {
      // only its rules are used: the stream of a line is known when it is read, not when its container is found
      name: 'discovery.relabel',
      label: 'containers',
      attributes: { targets: [] },
      blocks: CONTAINER_LABELS.map(({ from, to, regex }) => ({
        name: 'rule',
        attributes: { source_labels: [from], ...(regex && { regex }), target_label: to },
      })),
    },
    ...found.map(({ name }) => ({
      name: 'loki.source.docker',
      label: name,
      attributes: {
        host: DOCKER_HOST,
        refresh_interval: DOCKER_REFRESH,
        targets: new AlloyReference(`discovery.docker.${name}.targets`),
        relabel_rules: new AlloyReference('discovery.relabel.containers.rules'),
        forward_to: [new AlloyReference('loki.process.records.receiver')],
      },
    })),
    {
      name: 'loki.process',
      label: 'records',
      attributes: { forward_to: [new AlloyReference('loki.write.loki.receiver')] },
      blocks: RECORD_PIPELINE.map(alloyStage),
    },
    {
      name: 'loki.write',
      label: 'loki',
      blocks: [
        { name: 'endpoint', attributes: { url: `http://${names.loki}:${ports.loki}/loki/api/v1/push` } },
      ],
    },
  ];
}

function alloyStage(stage: PipelineStage): AlloyBlock {
  if ('labels' in stage) return { name: 'stage.labels', attributes: { values: named(stage.labels) } };
  if ('structured_metadata' in stage) {
    return { name: 'stage.structured_metadata', attributes: { values: named(stage.structured_metadata) } };
  }
  if ('labeldrop' in stage) return { name: 'stage.label_drop', attributes: { values: stage.labeldrop } };
  const [[name, attributes]] = Object.entries(stage) as [[string, Record<string, AlloyValue>]];
  return { name: `stage.${name}`, attributes };
}

const named = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, '']));
