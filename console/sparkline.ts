import uPlot from 'uplot';
import type { AlarmCard } from '../lib/local/console/alarm-card';
import { isBreach } from './lanes';
import { colour, onThemeChange } from './theme';

/** What an alarm has seen in the last hour, with its threshold; datapoints that breach it are dots. */
export interface Sparkline {
  readonly node: HTMLElement;
  readonly update: (card: AlarmCard, now: number) => void;
}

export function createSparkline(): Sparkline {
  const node = document.createElement('div');
  node.className = 'spark';
  let plot: uPlot | undefined;
  let drawn = '';
  let card: AlarmCard;
  onThemeChange(() => plot?.redraw());
  return {
    node,
    update(given, now) {
      card = given;
      const { condition, datapoints } = card;
      if (!condition || datapoints.length === 0) return;
      const version = `${datapoints.length} ${datapoints.at(-1)}`;
      if (version === drawn) return;
      drawn = version;
      node.setAttribute('role', 'img');
      node.setAttribute('aria-label', textOf(card));
      plot ??= new uPlot(
        options(node, () => card),
        [[], [], []],
        node,
      );
      plot.setData(dataOf(card), false);
      plot.batch(() => {
        const [from] = datapoints[0]!;
        plot!.setScale('x', {
          min: Math.max(from / 1000 + condition.period, (now - HOUR_MS) / 1000),
          max: now / 1000,
        });
        plot!.setScale('y', rangeOf(card));
      });
    },
  };
}

// --- internal ---

const HOUR_MS = 3_600_000;
const HEIGHT = 34;
const WIDTH = 140;

function dataOf({ datapoints, condition }: AlarmCard): uPlot.AlignedData {
  return [
    // A datapoint stands for its period, and is known at its end.
    datapoints.map(([start]) => start / 1000 + condition!.period),
    datapoints.map(([, value]) => value),
    datapoints.map(() => condition!.threshold),
  ];
}

/** Both the data and the threshold are seen, with room around them. */
function rangeOf({ datapoints, condition }: AlarmCard): { min: number; max: number } {
  const values = [condition!.threshold, ...datapoints.flatMap(([, value]) => value ?? [])];
  const [min, max] = [Math.min(...values, 0), Math.max(...values)];
  const room = (max - min || 1) * 0.15;
  return { min: min - room, max: max + room };
}

function options(node: HTMLElement, card: () => AlarmCard): uPlot.Options {
  const breaches = () =>
    card().datapoints.flatMap(([, value], place) => (isBreach(card().condition!, value) ? [place] : []));
  return {
    width: node.clientWidth || WIDTH,
    height: HEIGHT,
    pxAlign: false,
    padding: [2, 4, 2, 2],
    cursor: { show: false },
    legend: { show: false },
    select: { show: false, left: 0, top: 0, width: 0, height: 0 },
    scales: { x: { time: true, auto: false }, y: { auto: false } },
    axes: [{ show: false }, { show: false }],
    series: [
      {},
      {
        stroke: () => colour('text'),
        width: 1.25,
        points: {
          show: true,
          size: 5,
          stroke: () => colour('bad'),
          fill: () => colour('bad'),
          filter: () => breaches(),
        },
      },
      { stroke: () => colour('bad'), width: 1, dash: [4, 3], points: { show: false } },
    ],
  };
}

function textOf({ condition, datapoints }: AlarmCard): string {
  const newest = datapoints.at(-1)![1];
  const { operator, threshold } = condition!;
  return `newest value ${newest === null ? 'missing' : valueText(newest)}, in ALARM when ${operator} ${threshold}`;
}

const valueText = (value: number): string => String(Math.round(value * 10) / 10);
