import { LEVELS } from '../../contract';
import { STREAM_LABELS } from '../docker-discovery';
import { LEVEL_SPELLINGS, LINE_FIELDS, LINE_PATTERNS, RECORD_LABELS } from '../pipeline';
import { collectedLabels, type StackLevel } from '../stack-level';
import { copy, isGiven, key, literal, type Statement } from './ottl';

/**
 * Reads what Docker's json-file driver writes, and keeps the containers with one of the level's labels. The driver writes
 * a container's labels and name only where its options `labels` and `tag` ask for them.
 */
export function containerReceiver(level: StackLevel, storage: string): object {
  return {
    include: ['/var/lib/docker/containers/*/*-json.log'],
    include_file_name: false,
    include_file_path: true,
    start_at: 'beginning',
    storage,
    retry_on_failure: { enabled: true },
    operators: [
      {
        type: 'json_parser',
        timestamp: {
          parse_from: 'attributes.time',
          layout_type: 'gotime',
          layout: '2006-01-02T15:04:05.999999999Z07:00',
        },
      },
      { type: 'filter', expr: `not (${collectedLabels(level).map(hasLabel).join(' or ')})` },
      {
        type: 'regex_parser',
        parse_from: `attributes["${FILE}"]`,
        regex: '/(?P<container_id>[^/]+)-json\\.log$',
      },
      { type: 'add', field: 'attributes.source', value: `EXPR(attributes["${FILE}"] + attributes.stream)` },
      {
        // Docker writes a line of more than 16 KiB in pieces, of which the last alone ends with a newline
        type: 'recombine',
        combine_field: 'attributes.log',
        combine_with: '',
        is_last_entry: 'attributes.log endsWith "\\n"',
        source_identifier: 'attributes.source',
        overwrite_with: 'oldest',
        max_log_size: '1MiB',
      },
      { type: 'move', from: 'attributes.log', to: 'body' },
    ],
  };
}

/** The labels of a line, as the pipeline of Alloy and Promtail gives them: those of its container, the level, the service. */
export const CONTAINER_STATEMENTS: readonly Statement[] = [
  'replace_pattern(log.body, "\\\\r?\\\\n$", "")',
  copy(attribute('logstream'), attribute('stream')),
  copy(attribute('container_name'), `${attribute('attrs')}["tag"]`),
  copy(attribute('job'), `${attribute('attrs')}["logging_jobname"]`),
  // who has no tag is known by the short form of his id, as Docker prints it
  `set(${attribute('container_name')}, Substring(${attribute('container_id')}, 0, 12)) where ${attribute('container_name')} == nil`,
  `set(${cache('json')}, ParseJSON(log.body)) where IsMatch(log.body, "^\\\\s*\\\\{")`,
  ...LINE_FIELDS.map(
    (field) =>
      `set(${cache(field)}, String(${cache('json')}["${field}"])) where ${cache('json')}["${field}"] != nil`,
  ),
  ...LINE_FIELDS.flatMap(fromLogfmt),
  ...LINE_PATTERNS.map(
    (pattern) => `merge_maps(log.cache, ExtractPatterns(log.body, ${literal(pattern)}), "upsert")`,
  ),
  `set(${cache('service')}, ${cache('tag')}) where ${isGiven(cache('event_source'))} and ${isGiven(cache('tag'))}`,
  `set(${attribute('service')}, ${attribute('container_name')})`,
  `set(${attribute('service')}, ${cache('service')}) where ${isGiven(cache('service'))}`,
  ...LEVELS.map((level) => {
    const spelled = `^(?i:${LEVEL_SPELLINGS[level].join('|')})$`;
    return `set(${attribute('level')}, "${level}") where ${cache('level')} != nil and IsMatch(${cache('level')}, ${literal(spelled)})`;
  }),
  `keep_keys(log.attributes, [${[...STREAM_LABELS, 'container_id'].map(literal).join(', ')}])`,
];

/** The labels that a record's own text gives. */
export const LABELS_OF_RECORDS = RECORD_LABELS;

// --- internal ---

const FILE = 'log.file.path';

function hasLabel(label: string): string {
  const [name, value] = label.split('=');
  return `attributes.attrs?.["${name}"] == "${value}"`;
}

function attribute(name: string): string {
  return key('log.attributes', name);
}

function cache(name: string): string {
  return key('log.cache', name);
}

/**
 * A value of a line in logfmt: the last one, of what is logfmt up to there. The collector's own ParseKeyValue refuses
 * a line in which a single word has no value.
 */
function fromLogfmt(field: string): Statement[] {
  const pair = '[^\\x00-\\x20="]+(?:=(?:"(?:[^"\\\\]|\\\\.)*"|[^\\x00-\\x20="]*))?';
  const value = `(?:"(?P<quoted>(?:[^"\\\\]|\\\\.)*)"|(?P<bare>[^\\x00-\\x20="]*))`;
  const pattern = `^[\\x00-\\x20]*(?:${pair}[\\x00-\\x20]+)*${field}=${value}(?:[\\x00-\\x20]|$)`;
  const found = cache(`logfmt_${field}`);
  return [
    `set(${found}, ExtractPatterns(log.body, ${literal(pattern)}))`,
    `set(${cache(field)}, Concat([${found}["quoted"], ${found}["bare"]], "")) where ${found}["bare"] != nil`,
  ];
}
