import type { Expectation } from './incident';
import { ALARM_STATES, EXPECTATION_KEYS, EXPECTATION_MARKS } from './incident-keys';
import type { Fields } from './yaml-fields';

/** Reads one item of `expect`; undefined when it is wrong, which is reported then. */
export function readExpectation(item: Fields, length: number): Expectation | undefined {
  const form = FORMS.find(({ kind }) => EXPECTATION_MARKS[kind].every((key) => item.has(key)));
  if (!form) {
    item.report(undefined, `not an expectation, allowed: ${FORMS.map(({ example }) => example).join('; ')}`);
    return undefined;
  }
  item.only(Object.keys(EXPECTATION_KEYS[form.kind]));
  return form.read(item, length);
}

// --- internal ---

interface Form {
  readonly kind: keyof typeof EXPECTATION_KEYS;
  readonly example: string;
  readonly read: (item: Fields, length: number) => Expectation | undefined;
}

/** The more specific forms come first. */
const FORMS: readonly Form[] = [
  {
    kind: 'notified',
    example: '{ by, notified }',
    read: (item, length) => {
      const notified = item.text('notified');
      const alarm = item.text('alarm');
      if (notified === undefined) return undefined;
      return {
        kind: 'notified',
        line: item.line,
        ...deadline(item, length),
        notified,
        ...(alarm === undefined ? {} : { alarm }),
        state: item.oneOf('state', ALARM_STATES, 'ALARM'),
      };
    },
  },
  {
    kind: 'by',
    example: '{ by, alarm, state }',
    read: (item, length) => {
      const alarm = item.text('alarm');
      if (alarm === undefined) return undefined;
      const state = item.oneOf('state', ALARM_STATES, 'ALARM');
      return { kind: 'by', line: item.line, ...deadline(item, length), alarm, state };
    },
  },
  {
    kind: 'at',
    example: '{ at, alarm, state }',
    read: (item, length) => {
      const alarm = item.text('alarm');
      if (alarm === undefined) return undefined;
      const at = item.offset('at', 0, { max: length });
      return { kind: 'at', line: item.line, at, alarm, state: item.oneOf('state', ALARM_STATES, 'ALARM') };
    },
  },
  {
    kind: 'never',
    example: '{ never, state }',
    read: (item, length) => {
      const alarm = item.text('never');
      if (alarm === undefined) return undefined;
      const state = item.oneOf('state', ALARM_STATES, 'ALARM');
      return { kind: 'never', line: item.line, alarm, state, ...window(item, length) };
    },
  },
  promise('quiet'),
  promise('silent'),
];

/** A form that has no value but `true`. */
function promise(kind: 'quiet' | 'silent'): Form {
  return {
    kind,
    example: `{ ${kind}: true }`,
    read: (item, length) => {
      if (item.value(kind) !== true) item.wrong(kind, 'not a promise', item.value(kind), 'true');
      return { kind, line: item.line, ...window(item, length) };
    },
  };
}

function deadline(item: Fields, length: number): { from: number; by: number } {
  const from = item.offset('from', 0, { max: length });
  const by = item.offset('by', length, { max: length });
  if (by < from) item.report('by', 'by must not be before from');
  return { from, by };
}

function window(item: Fields, length: number): { from: number; until: number } {
  const from = item.offset('from', 0, { max: length });
  const until = item.offset('until', length, { max: length });
  if (until < from) item.report('until', 'until must not be before from');
  return { from, until };
}
