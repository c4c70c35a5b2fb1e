import 'aws-cdk-lib/testhelpers/jest-autoclean';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatDuration } from '../../../lib/text';
import { play, SECOND, START, timesOf } from './play';
import { PROMISES, type StatedPromise } from './promises';
import { readingsFor } from './readings';

/** Around the full minute, and elsewhere in it. */
const SECONDS = [0, 1, 29, 59];

/** Seconds from the beginning of the fault to ALARM, and from its end to OK. */
interface Times {
  readonly earliest: number;
  readonly latest: number;
  readonly ok: number;
}

const measured = new Map<StatedPromise, Times>();

function measure(promise: StatedPromise): Times {
  const model = promise.model();
  const alarms: number[] = [];
  const oks: number[] = [];
  for (const reading of readingsFor(model.alarms[0]!)) {
    for (const second of SECONDS) {
      const at = START + second * SECOND;
      const back = at + promise.lasts;
      const signals = promise.signals({ at, back, reading });
      const end = back + 2 * promise.okBy * SECOND;
      const transitions = play(model, signals, end, { reading, start: at - 120 * SECOND });
      const times = [
        ...timesOf(transitions, promise.alarm, 'ALARM'),
        ...timesOf(transitions, promise.alarm, 'OK'),
      ];
      // One ALARM and one OK, in this order: nothing that flaps.
      expect([reading, second, times.length]).toEqual([reading, second, 2]);
      expect(times[0]).toBeLessThan(times[1]!);
      alarms.push((times[0]! - at) / SECOND);
      oks.push((times[1]! - back) / SECOND);
    }
  }
  return { earliest: Math.min(...alarms), latest: Math.max(...alarms), ok: Math.max(...oks) };
}

test.each(PROMISES.map((promise) => [promise.fault, promise.setting, promise] as const))(
  '%s: %s holds in every reading',
  (_fault, _setting, promise) => {
    const times = measure(promise);
    measured.set(promise, times);
    expect(times.earliest).toBeGreaterThanOrEqual(promise.alarmFrom);
    expect(times.latest).toBeLessThanOrEqual(promise.alarmBy);
    expect(times.ok).toBeLessThanOrEqual(promise.okBy);
  },
);

test('docs/promises.md states what was measured', () => {
  const path = join(__dirname, '../../../docs/promises.md');
  const page = readFileSync(path, 'utf8');
  const table = tableOf(PROMISES);
  const [before, , after] = page.split(/^<!-- times -->\n/m);
  if (process.env.PROMISES_DOCUMENT) {
    writeFileSync(path, `${before}<!-- times -->\n${table}<!-- times -->\n${after}`);
  } else expect(page).toContain(table);
});

function tableOf(promises: readonly StatedPromise[]): string {
  const rows = promises.map((promise) => {
    const { earliest, latest, ok } = measured.get(promise)!;
    const cells = [
      promise.fault,
      promise.setting,
      promise.from,
      formatDuration(Math.floor(earliest)),
      formatDuration(Math.ceil(latest)),
      formatDuration(Math.ceil(ok)),
    ];
    return `| ${cells.join(' | ')} |\n`;
  });
  return [
    '| what happens | setting | counted from | ALARM, earliest | ALARM, latest | OK again, latest |\n',
    '| --- | --- | --- | --- | --- | --- |\n',
    ...rows,
  ].join('');
}
