import type { GraphLine, Side } from '../dashboard';
import { elsewhere, type Home } from './home';
import { colorOf, given, isUnknown, type Json, listOf, numberOf, oneOf, recordOf, textOf } from './values';

/** What the lines of a widget take from it and from where the stack is. */
export interface LineDefaults {
  readonly home: Home;
  readonly period: unknown;
  readonly stat: unknown;
}

/**
 * The array `metrics` of a widget: `[namespace, name, dimension, value …, {rendering}]` or `[{ expression }]`. A part `.` is the
 * one above it, and `...` all of them up to where the rest of the line fits in.
 * Source: Dashboard Body Structure and Syntax, format for each metric in the array.
 */
export function metricLines(metrics: readonly unknown[], defaults: LineDefaults): GraphLine[] {
  let above: readonly string[] = [];
  return metrics.map((entry): GraphLine => {
    const parts = listOf(entry) ?? [];
    const options = recordOf(parts.at(-1)) ?? {};
    const { expression } = options;
    const base = baseOf(options, defaults);
    if (typeof expression === 'string') return { ...base, expression };
    const names = unabridged(
      parts.filter((part) => typeof part !== 'object').map((part) => textOf(part) ?? ''),
      above,
    );
    above = names;
    const [namespace = '', metricName = '', ...pairs] = names;
    const isWhole = names.length >= 2 && pairs.length % 2 === 0;
    const dimensions = Object.fromEntries(
      pairs.flatMap((name, index) => (index % 2 === 0 ? [[name, pairs[index + 1] ?? '']] : [])),
    );
    return {
      ...base,
      ...(isUnknown(entry)
        ? { problem: 'it is not known' }
        : isWhole
          ? {}
          : {
              problem: `got ${JSON.stringify(parts)}, allowed: a namespace, a name, and pairs of dimensions`,
            }),
      metric: { namespace, metricName, dimensions },
      stat: textOf(options.stat) ?? textOf(defaults.stat) ?? DEFAULT_STAT,
    };
  });
}

// --- internal ---

const DEFAULT_STAT = 'Average';
/** Seconds. */
const DEFAULT_PERIOD = 300;
const SIDES: readonly Side[] = ['left', 'right'];

function unabridged(names: readonly string[], above: readonly string[]): string[] {
  const run = names.findIndex((name) => /^\.{2,}$/.test(name));
  const before = run < 0 ? names : names.slice(0, run);
  const after = run < 0 ? [] : names.slice(run + 1);
  const fill =
    run < 0 ? [] : above.slice(before.length, Math.max(before.length, above.length - after.length));
  return [...before, ...fill, ...after].map((name, index) => (name === '.' ? (above[index] ?? '') : name));
}

function baseOf(options: Json, defaults: LineDefaults) {
  const { id, label, color, visible, yAxis, period } = options;
  const wanted = period ?? defaults.period;
  const seconds = wanted === undefined ? DEFAULT_PERIOD : numberOf(wanted);
  const problem =
    elsewhere(options, defaults.home) ??
    (isUnknown(visible) ? 'whether it is visible is not known' : undefined) ??
    (isUnknown(yAxis) ? 'its axis is not known' : undefined) ??
    (seconds === undefined || !(seconds > 0)
      ? isUnknown(wanted)
        ? 'its period is not known'
        : `its period is ${JSON.stringify(wanted)}, allowed: seconds`
      : undefined);
  return {
    ...given('id', textOf(id)),
    ...given('label', textOf(label)),
    ...given('color', colorOf(color)),
    visible: visible !== false,
    side: oneOf(yAxis, SIDES) ?? 'left',
    period: seconds ?? DEFAULT_PERIOD,
    ...given('problem', problem),
  };
}
