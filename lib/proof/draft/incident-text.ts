import { metricKey } from '../../engine';
import type { CompositeAlarm, MetricAlarm } from '../../engine/model';
import { alarmText } from '../../rehearsal/report/alarm-text';
import type { TemplateModel } from '../../rehearsal/template';
import type { Level } from '../stimulus';
import { durationText, flow } from './flow';
import type { Move, Told } from './moves';
import { type Names, type NamesOptions, namesFor } from './names';
import type { Script } from './script';
import { signalLines } from './signal-lines';
import type { Silence } from './silence';

export interface IncidentHead extends NamesOptions {
  /** What an incident of no realm is played against, relative to its file. */
  readonly template?: string;
}

/** An incident file without its expectations: what is published, and why these numbers. */
export function incidentText(
  alarm: MetricAlarm | CompositeAlarm,
  script: Script,
  model: TemplateModel,
  head: IncidentHead,
  expectations: readonly string[],
  title?: string,
): string {
  const names = namesFor(model, head);
  const signals = signalLines(script, names, head).map((line) => `  ${line}`);
  return [
    ...comments(alarm, script).map((line) => `# ${line}`),
    `title: ${flow(title === undefined ? titleOf(alarm, names) : groupTitle(title, script, names))}`,
    ...headLines(head),
    `for: ${durationText(script.length)}`,
    ...elsewhereLines(script),
    ...(signals.length === 0 ? ['signals: []'] : ['signals:', ...signals]),
    'expect:',
    ...expectations.map((line) => `  ${line}`),
    '',
  ].join('\n');
}

/** How an incident moves an alarm, and what comes of the end of its data where they end. */
export interface MoveAndSilence {
  readonly move: Move;
  readonly silence?: Silence;
}

export function headLines({ realm, system, template }: IncidentHead): string[] {
  return [
    ...(realm === undefined ? [] : [`realm: ${realm}`]),
    ...(realm === undefined || system === undefined || system === 'lava' ? [] : [`system: ${system}`]),
    ...(template === undefined ? [] : [`template: ${flow(template)}`]),
  ];
}

/**
 * What must hold of the alarms that an incident moves: quiet until the breach, ALARM and who is told of it, and back. There
 * is a minute of room around what the engine gives in all readings.
 */
export function expectationLines(moves: readonly MoveAndSilence[], script: Script, names: Names): string[] {
  const silentFrom = moves.find(({ silence }) => silence)?.silence?.from;
  const period = Math.max(...script.tracks.map(({ periodSeconds }) => periodSeconds)) * 1000;
  return moves.flatMap(({ move, silence }) => {
    const alarm = names.alarm(move.alarmName);
    const into = window(move.into, script.breachFrom, script.length);
    const toldOf = ({ action, state, ...span }: Told, least: number) =>
      item({
        ...window(span, least, script.length),
        notified: names.target(action),
        alarm,
        ...stateOf(state),
      });
    const silentLines = ({ from, state, reached, told }: Silence): string[] => {
      if (!reached) return [item({ at: durationText(script.length), alarm, state })];
      if (told.length > 0) return told.map((one) => toldOf(one, from));
      return [item({ ...window(reached, from, script.length), alarm, state })];
    };
    const { out } = move;
    const outLeast = move.into.last + 1000;
    return [
      // What alarms from the beginning has no time before.
      ...(script.tracks.length === 0
        ? []
        : [
            item({
              never: alarm,
              ...(move.settled > 0 ? { from: durationText(afterOf(move.settled, script.breachFrom)) } : {}),
              // A near miss may be seen late, too: until the breach itself can be.
              until: into.from,
            }),
          ]),
      ...(move.told.length > 0
        ? move.told.map((told) => toldOf(told, script.breachFrom))
        : [item({ ...into, alarm, state: 'ALARM' })]),
      ...(out && period > MINUTE && lastMinute(out.first) > move.into.last
        ? [item({ at: durationText(lastMinute(out.first)), alarm, state: 'ALARM' })]
        : []),
      ...(out?.state === undefined
        ? []
        : [item({ ...window(out, outLeast, script.length), alarm, state: out.state })]),
      // What is told of it happens once: that it may come before the last reading's ALARM hides nothing.
      ...(out?.told ?? []).map((told) => toldOf(told, told.first < outLeast ? script.breachFrom : outLeast)),
      ...(out?.isFinal
        ? [
            item({
              never: alarm,
              from: durationText(afterOf(out.last, script.length)),
              ...(silentFrom !== undefined && (!silence || silence.state === 'ALARM')
                ? { until: durationText(silentFrom) }
                : {}),
            }),
          ]
        : []),
      ...(silence ? silentLines(silence) : []),
    ];
  });
}

// --- internal ---

/** What the template names and does not have is said by the incident, or else nothing would follow. */
const elsewhereLines = ({ elsewhere = {} }: Script): string[] =>
  Object.keys(elsewhere).length === 0 ? [] : [`elsewhere: ${flow(elsewhere)}`];

const MINUTE = 60_000;

const item = (value: object): string => `- ${flow(value)}`;

const stateOf = (state: string): object => (state === 'ALARM' ? {} : { state });

/** The last whole minute before an instant. */
const lastMinute = (time: number): number => floor(time - 1000);
const floor = (time: number): number => Math.floor(time / MINUTE) * MINUTE;
const ceil = (time: number): number => Math.ceil(time / MINUTE) * MINUTE;

/** A minute of room on both sides, not before the least. */
function window(
  { first, last }: { first: number; last: number },
  least: number,
  length: number,
): { from: string; by: string } {
  const from = Math.max(floor(first) - MINUTE, Math.ceil(least / 1000) * 1000);
  return { from: durationText(from), by: durationText(Math.min(ceil(last) + MINUTE, length)) };
}

const afterOf = (last: number, length: number): number => Math.min(ceil(last + 1), length);

/** The alarm's own words: what it says of itself, else what it compares. */
function titleOf(alarm: MetricAlarm | CompositeAlarm, names: Names): string {
  const [first = ''] = (alarm.alarmDescription ?? '').split(/(?<=[.!?])\s|\n/);
  const words = first.trim().replace(/[.!]$/, '');
  const text = words === '' ? alarmText(alarm) : words;
  return `${names.alarm(alarm.alarmName)}: ${text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text}`;
}

const LONGEST = 120;

/** `queue jobs backs up: depth, age`. */
function groupTitle(fault: string, { tracks }: Script, names: Names): string {
  const text = `${fault}: ${tracks.map(({ levels }) => names.alarm(levels.alarm.alarmName)).join(', ')}`;
  return text.length > 2 * LONGEST ? `${text.slice(0, 2 * LONGEST - 1)}…` : text;
}

function comments(
  alarm: MetricAlarm | CompositeAlarm,
  { tracks, near, breachFrom, unless }: Script,
): string[] {
  const lines = 'alarmRule' in alarm ? [`${alarm.alarmName}: ${alarm.alarmRule}`] : [];
  for (const { levels } of tracks) {
    const { breach, near: next, rests, isSure } = levels;
    lines.push(
      `${levels.alarm.alarmName}: ${alarmText(levels.alarm)}`,
      `  ${[`in good health ${valueText(rests[0]!, levels)}`, ...(next ? [`the nearest that does not breach ${valueText(next, levels)}`] : []), `${isSure ? 'what surely breaches' : 'the least that breaches'} ${valueText(breach, levels)}`].join(', ')}`,
    );
  }
  if (near.length > 0) lines.push(`Quiet first: ${near.join('; ')}.`);
  for (const { companion, phases } of tracks) {
    const loud = phases.find(({ from }) => from === breachFrom)?.level[0];
    if (companion && companion.until > breachFrom && loud)
      lines.push(
        `Then ${loud.value} and ${companion.value} in each period, which another statistic would not take so.`,
      );
  }
  if (unless !== undefined)
    lines.push(`Not proved: nothing that was tried takes it into ALARM and back where ${unless}.`);
  return lines.map((line) => line.replace(/[\r\n]+/g, ' ')).flatMap(wrapped);
}

function valueText(level: Level, { reader, feeds }: Script['tracks'][number]['levels']): string {
  const value = reader.valueAt(level);
  if (feeds.length === 1) return value === null ? 'nothing' : `${value}`;
  const keys = feeds.map(({ metric }) => metricKey(metric));
  const parts = reader.inputsAt(level).map((made, index) => {
    const { metricName, stat } = feeds[index]!.metric;
    const isTwice = keys.indexOf(keys[index]!) !== keys.lastIndexOf(keys[index]!);
    const name = isTwice ? `${stat} of ${metricName}` : metricName;
    return `${name} ${made === null ? 'nothing' : rounded(made)}`;
  });
  return `${value === null ? 'nothing' : rounded(value)} (${parts.join(', ')})`;
}

const rounded = (value: number): number => Number(value.toPrecision(6));

/** Comments are read in an editor of 120 columns. */
function wrapped(line: string): string[] {
  const indent = /^ */.exec(line)![0];
  const lines: string[] = [];
  let current = '';
  for (const word of line.trimStart().split(' ')) {
    if (current !== '' && indent.length + current.length + word.length > 112) {
      lines.push(indent + current);
      current = `  ${word}`;
    } else current = current === '' ? word : `${current} ${word}`;
  }
  return [...lines, indent + current];
}
