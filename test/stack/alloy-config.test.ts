import { RECORD_PIPELINE } from '../../lib/stack/pipeline';
import { type ReadBlock, type ReadValue, readAlloy } from './alloy-syntax';
import { filesOf, LEVELS, yamlOf } from './fixture';

/** What the reference of Alloy 1.18 allows in the blocks that are written; a name with * must be there. */
const REFERENCE: Readonly<Record<string, readonly string[]>> = {
  logging: ['level', 'format'],
  'discovery.docker': ['*host', 'refresh_interval', 'port', 'match_first_network'],
  'discovery.docker/filter': ['*name', '*values'],
  'discovery.relabel': ['*targets'],
  'discovery.relabel/rule': ['source_labels', 'regex', 'target_label', 'replacement', 'separator', 'action'],
  'loki.source.docker': ['*host', '*targets', '*forward_to', 'relabel_rules', 'refresh_interval', 'labels'],
  'loki.process': ['*forward_to'],
  'loki.process/stage.json': ['*expressions', 'source', 'drop_malformed'],
  'loki.process/stage.logfmt': ['*mapping', 'source'],
  'loki.process/stage.regex': ['*expression', 'source', 'labels_from_groups'],
  'loki.process/stage.template': ['*source', '*template'],
  'loki.process/stage.labels': ['*values'],
  'loki.process/stage.structured_metadata': ['values', 'regex'],
  'loki.process/stage.label_drop': ['*values'],
  'loki.write': ['max_streams', 'external_labels'],
  'loki.write/endpoint': ['*url', 'name', 'tenant_id'],
};

/** What a component of a kind lets others use. */
const EXPORTS: Readonly<Record<string, readonly string[]>> = {
  'discovery.docker': ['targets'],
  'discovery.relabel': ['output', 'rules'],
  'loki.process': ['receiver'],
  'loki.write': ['receiver'],
};

describe.each(LEVELS)('%s', (level) => {
  const blocks = readAlloy(filesOf({ level }).get('config.alloy')!);

  test('every block and attribute is in the reference, and what must be there is', () => {
    for (const block of blocks) checkBlock(block, block.name);
  });

  test('every reference is to something that a component of the file exports', () => {
    const exported = blocks.flatMap(({ name, label }) =>
      (EXPORTS[name] ?? []).map((field) => `${name}.${label}.${field}`),
    );
    const references = blocks.flatMap(referencesOf);
    expect(references).toHaveLength({ root: 10, cluster: 7 }[level]);
    for (const reference of references) expect(exported).toContain(reference);
  });

  test('the stages are those of the pipeline, and of Promtail, in the same order', () => {
    const written = blocks.find(({ name }) => name === 'loki.process')!.blocks.map(({ name }) => name);
    const stages = RECORD_PIPELINE.flatMap((stage) => Object.keys(stage));
    expect(written).toEqual(stages.map((stage) => `stage.${stage.replace('labeldrop', 'label_drop')}`));
    const promtail = yamlOf('promtail.yml', { level }).scrape_configs[0];
    expect(promtail.pipeline_stages.flatMap(Object.keys)).toEqual(stages);
  });

  test('containers are found by the labels of the level, older and newer ones of Oakestra, by both collectors', () => {
    const collector = 'oakestra.logging.collector';
    const labels = {
      root: ['logging=promtail', `${collector}=root`, `${collector}=one-doc`],
      cluster: ['logging=cluster_promtail', `${collector}=cluster`],
    }[level];
    const filters = labels.map((label) => ({ name: 'label', values: [label] }));
    const found = blocks.filter(({ name }) => name === 'discovery.docker');
    expect(found.map((one) => one.blocks[0]?.attributes)).toEqual(filters);
    const promtail = yamlOf('promtail.yml', { level }).scrape_configs[0];
    expect(promtail.docker_sd_configs.map((one: { filters: unknown }) => one.filters)).toEqual(
      filters.map((filter) => [filter]),
    );
  });

  test('what is found is collected', () => {
    const targets = blocks
      .filter(({ name }) => name === 'loki.source.docker')
      .map(({ label }) => `discovery.docker.${label}.targets`);
    const found = blocks.filter(({ name }) => name === 'discovery.docker');
    expect(targets).toEqual(found.map(({ label }) => `discovery.docker.${label}.targets`));
  });
});

test.each([
  ['a {', 'the file ends, expected more'],
  ['a { b = }', 'line 1: no name: }'],
  ['a {\n b = 5 }', 'line 2: unexpected 5'],
  ['a { b = "x" b = "y" }', 'line 1: b is given twice'],
  ['a { b = { c = "x" } }', 'line 1: got }, expected ,'],
])('the reader refuses %j', (text, message) => {
  expect(() => readAlloy(text)).toThrow(new Error(message));
});

// --- internal ---

function checkBlock({ attributes, blocks }: ReadBlock, kind: string): void {
  const allowed = REFERENCE[kind];
  if (!allowed) throw new Error(`no block ${kind} in the reference`);
  const required = allowed.filter((name) => name.startsWith('*')).map((name) => name.slice(1));
  expect(Object.keys(attributes)).toEqual(expect.arrayContaining(required));
  const known = allowed.map((name) => name.replace('*', ''));
  for (const name of Object.keys(attributes)) expect(known).toContain(name);
  for (const block of blocks) checkBlock(block, `${kind}/${block.name}`);
}

function referencesOf({ attributes, blocks }: ReadBlock): string[] {
  return [...Object.values(attributes).flatMap(inValue), ...blocks.flatMap(referencesOf)];
}

function inValue(value: ReadValue): string[] {
  if (typeof value === 'string') return [];
  if (Array.isArray(value)) return value.flatMap(inValue);
  return 'reference' in value && typeof value.reference === 'string'
    ? [value.reference]
    : Object.values(value as Record<string, ReadValue>).flatMap(inValue);
}
