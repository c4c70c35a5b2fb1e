import {
  EXCEPT_KEYS,
  EXPECTATION_KEYS,
  EXPECTATION_MARKS,
  FILE_KEYS,
  type Keys,
  METRIC_KEYS,
  SIGNAL_KEYS,
} from './incident-keys';

/**
 * A JSON Schema (draft 7, which editors know) of an incident file, from the keys that its readers take. It refuses nothing that
 * they take but a key without a value, which is the same as none; they know rules between keys, too.
 */
export function incidentJsonSchema(): Readonly<Record<string, unknown>> {
  const { heartbeat, metric, log } = SIGNAL_KEYS;
  const signals = [
    mapping({ ...heartbeat, except: list(heartbeat.except.description, EXCEPT) }, ['heartbeat']),
    mapping({ ...metric, metric: METRIC }, ['metric', 'series']),
    mapping(log, ['log', 'line']),
  ];
  const expectations = KINDS.map((kind) => mapping(EXPECTATION_KEYS[kind], EXPECTATION_MARKS[kind]));
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: 'urn:tiltmeter:yaml:incident:1',
    title: 'incident file of tiltmeter',
    ...mapping(
      {
        ...FILE_KEYS,
        signals: list(FILE_KEYS.signals.description, { anyOf: signals }),
        expect: list(FILE_KEYS.expect.description, { anyOf: expectations }),
      },
      ['title', 'for', 'signals', 'expect'],
    ),
  };
}

// --- internal ---

const KINDS = Object.keys(EXPECTATION_KEYS) as (keyof typeof EXPECTATION_KEYS)[];

function mapping(properties: Keys, required: readonly string[]) {
  return { type: 'object', properties, required, additionalProperties: false };
}

/** One alone counts as a list of one. */
function list(description: string, item: Readonly<Record<string, unknown>>) {
  return { description, anyOf: [{ type: 'array', items: item }, item] };
}

const EXCEPT = mapping(EXCEPT_KEYS, ['instance']);

const METRIC = {
  ...mapping(METRIC_KEYS, ['namespace', 'name']),
  description: SIGNAL_KEYS.metric.metric.description,
};
