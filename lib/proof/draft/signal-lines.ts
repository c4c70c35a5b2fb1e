import type { MetricFilter } from '../../engine/model';
import { type Burst, burstsOf, type Dose, type FeedRecord, type LogFeed, nearRecord } from '../stimulus';
import { durationText, flow } from './flow';
import { heartbeatOf } from './heartbeat';
import type { Names, NamesOptions } from './names';
import { nearlyMatched, pastSlots, type Script, type Track } from './script';

/** The items of an incident's `signals`, as lines. */
export function signalLines(script: Script, names: Names, realm: NamesOptions): string[] {
  return script.tracks.flatMap((track) => [
    ...seriesLines(track),
    ...nearlyMatched(track).flatMap((filter) => nearLines(filter, script, names)),
    ...burstsOf(track.feeds, track.phases, track.periodSeconds).flatMap((burst) =>
      burst.feed.kind === 'log' ? recordLines(burst, burst.feed, names, realm) : [],
    ),
  ]);
}

// --- internal ---

/** A record that a filter does not match, when the alarm has its first state. */
function nearLines(
  { filterPattern, logGroupName }: MetricFilter,
  { settledBy }: Script,
  names: Names,
): string[] {
  const near = nearRecord(filterPattern);
  if (near.kind === 'unmovable') return [];
  return [
    `- log: ${flow(names.logGroup(logGroupName))}`,
    `  line: ${flow(near.line)}`,
    `  from: ${durationText(settledBy / 2)}`,
  ];
}

/** A series for each published metric; where a period has several data, one for each phase. */
function seriesLines(track: Track): string[] {
  const { feeds, phases, periodSeconds } = track;
  const past = pastSlots(track) * periodSeconds * 1000;
  return feeds.flatMap((feed, index) => {
    if (feed.kind === 'log') return [];
    const { namespace, metricName, dimensions, unit } = feed.metric;
    const set = Object.keys(dimensions).length === 0 ? {} : { dimensions };
    const head = `- metric: ${flow({ namespace, name: metricName, ...set })}`;
    const tail = unit === undefined ? [] : [`  unit: ${flow(unit)}`];
    const doses = phases.map(({ level, from, until }) => ({ dose: level[index] ?? null, from, until }));
    if (doses.every(({ dose }) => dose === null)) return [];
    if (doses.every(({ dose }) => dose === null || dose.count === 1)) {
      const withPast = doses.map((one, place) => (place === 0 && one.dose ? { ...one, from: -past } : one));
      const from = withPast[0]!.from === 0 ? [] : [`  from: -${durationText(past)}`];
      const text = seriesText(withPast, periodSeconds * 1000);
      const every = everyLine(periodSeconds * 1000);
      return [
        ...[head, ...from, ...every, `  series: '${text}'`, ...tail],
        ...(track.companion
          ? [
              ...[head, `  from: ${durationText(track.companion.from)}`, ...every],
              `  series: '${companionText(track.companion, periodSeconds)}'`,
              ...tail,
            ]
          : []),
      ];
    }
    return burstsOf(
      [feed],
      phases.map((phase) => ({ ...phase, level: [phase.level[index] ?? null] })),
      periodSeconds,
    ).flatMap(({ value, from, until, every, copies }) =>
      Array.from({ length: copies }, () => [
        head,
        ...(from === 0 ? [] : [`  from: ${durationText(from)}`]),
        ...everyLine(every),
        `  series: '${runText(value, Math.ceil((until - from) / every))}'`,
        ...tail,
      ]).flat(),
    );
  });
}

const everyLine = (every: number): string[] => (every === 60_000 ? [] : [`  every: ${durationText(every)}`]);

function seriesText(doses: readonly { dose: Dose; from: number; until: number }[], period: number): string {
  const runs: { value: number | undefined; count: number }[] = [];
  for (const { dose, from, until } of doses) {
    const count = Math.ceil((until - from) / period);
    const last = runs.at(-1);
    if (last && last.value === dose?.value) last.count += count;
    else runs.push({ value: dose?.value, count });
  }
  while (runs.length > 0 && runs.at(-1)!.value === undefined) runs.pop();
  return runs
    .map(({ value, count }) => (value === undefined ? `_x${count}` : runText(value, count)))
    .join(' ');
}

const companionText = ({ value, from, until }: NonNullable<Track['companion']>, periodSeconds: number) =>
  runText(value, Math.round((until - from) / (periodSeconds * 1000)));

const runText = (value: number, count: number): string =>
  count === 1 ? `${value}` : `${value}x${count - 1}`;

function recordLines(burst: Burst, feed: LogFeed, names: Names, realm: NamesOptions): string[] {
  const record = feed.recordOf(burst.value);
  if (record.kind !== 'sample') throw new RangeError(record.reason);
  const { from, until, every, copies } = burst;
  const isOnce = until - from <= every;
  const time = [
    ...(from === 0 ? [] : [`from: ${durationText(from)}`]),
    ...(isOnce ? [] : [`until: ${durationText(until)}`, `every: ${durationText(every)}`]),
  ];
  const beat = isOnce || copies > 1 ? undefined : heartbeatOf(record, feed, realm);
  const item = beat
    ? [
        `heartbeat: ${flow(beat.worker)}`,
        ...Object.entries(beat.payload).map(([key, value]) => `${key}: ${flow(value)}`),
      ]
    : logItem(record, names);
  const [first, ...rest] = [...item, ...time];
  const lines = [`- ${first}`, ...rest.map((line) => `  ${line}`)];
  return Array.from({ length: copies }, () => lines).flat();
}

const logItem = ({ logGroupName, line }: FeedRecord, names: Names): string[] => [
  `log: ${flow(names.logGroup(logGroupName))}`,
  `line: ${flow(line)}`,
];
