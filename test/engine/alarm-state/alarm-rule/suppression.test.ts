import fc from 'fast-check';
import { createSuppression, type SuppressionStep } from '../../../../lib/engine/alarm-state/alarm-rule';
import type { AlarmState } from '../../../../lib/engine/model';
import vectors from '../../../vectors/composite.json';

interface Change {
  readonly t: number;
  readonly composite?: string;
  readonly suppressor?: string;
}

/** Plays changes and lets every deadline pass. */
function play(changes: readonly Change[], waitMs: number, extensionMs: number): SuppressionStep[] {
  const suppression = createSuppression({ waitMs, extensionMs });
  const steps = changes.flatMap(({ t, composite, suppressor }) =>
    composite
      ? suppression.compositeChanged(t, composite as AlarmState)
      : suppression.suppressorChanged(t, suppressor === 'ALARM'),
  );
  return [...steps, ...suppression.due(Number.MAX_SAFE_INTEGER)];
}

const acted = (steps: readonly SuppressionStep[]) =>
  steps.filter(({ suppressedBy }) => !suppressedBy).map(({ at, state }) => ({ t: at, state }));

const phases = (steps: readonly SuppressionStep[]) =>
  steps.map(({ at, state, suppressedBy }) => `${at} ${state} ${suppressedBy ?? 'acts'}`);

describe('the six examples of the user guide', () => {
  test.each(vectors.suppression.map((row) => [row.id, row] as const))('%s', (_id, row) => {
    const changes = row.events.filter((event) => 't' in event) as Change[];
    expect(acted(play(changes, row.waitPeriod, row.extensionPeriod))).toEqual(row.actions);
  });
});

describe('phases', () => {
  test.each([
    ['a wait ends in the action', [at(2).ALARM], ['2 ALARM WaitPeriod', '4 ALARM acts']],
    [
      'the wait applies to OK as well, and starts over',
      [at(2).ALARM, at(3).OK],
      ['2 ALARM WaitPeriod', '3 OK WaitPeriod', '5 OK acts'],
    ],
    [
      'a suppressor within the wait takes over, and leaves an extension behind',
      [at(2).ALARM, at(3).suppressed, at(6).free],
      ['2 ALARM WaitPeriod', '3 ALARM Alarm', '6 ALARM ExtensionPeriod', '9 ALARM acts'],
    ],
    [
      'a change while suppressed stays suppressed',
      [at(0).suppressed, at(2).ALARM, at(3).OK],
      ['2 ALARM Alarm', '3 OK Alarm'],
    ],
    [
      'a suppressor that comes back within the extension takes over again',
      [at(0).suppressed, at(1).ALARM, at(2).free, at(4).suppressed, at(8).free],
      [
        '1 ALARM Alarm',
        '2 ALARM ExtensionPeriod',
        '4 ALARM Alarm',
        '8 ALARM ExtensionPeriod',
        '11 ALARM acts',
      ],
    ],
    [
      'a suppressor that comes after the wait changes nothing, nor does its return',
      [at(2).ALARM, at(5).suppressed, at(7).free],
      ['2 ALARM WaitPeriod', '4 ALARM acts'],
    ],
    [
      'a suppressor that came too late holds back the next change',
      [at(2).ALARM, at(5).suppressed, at(6).OK, at(7).free],
      ['2 ALARM WaitPeriod', '4 ALARM acts', '6 OK Alarm', '7 OK ExtensionPeriod', '10 OK acts'],
    ],
    [
      'an alarm can act twice without an OK in between',
      [at(0).ALARM, at(3).OK, at(4).ALARM],
      ['0 ALARM WaitPeriod', '2 ALARM acts', '3 OK WaitPeriod', '4 ALARM WaitPeriod', '6 ALARM acts'],
    ],
    [
      'a deadline at the instant of a change comes first',
      [at(2).ALARM, at(4).suppressed],
      ['2 ALARM WaitPeriod', '4 ALARM acts'],
    ],
    [
      'saying that the suppressor is where it was changes nothing',
      [at(0).free, at(1).ALARM, at(2).suppressed, at(3).suppressed],
      ['1 ALARM WaitPeriod', '2 ALARM Alarm'],
    ],
  ])('%s', (_fact, changes, expected) => {
    expect(phases(play(changes, 2, 3))).toEqual(expected);
  });

  test('a wait and an extension of 0 act at once', () => {
    expect(phases(play([at(1).ALARM], 0, 0))).toEqual(['1 ALARM acts']);
    expect(phases(play([at(0).suppressed, at(1).ALARM, at(2).free], 0, 0))).toEqual([
      '1 ALARM Alarm',
      '2 ALARM acts',
    ]);
  });

  test('carry the reason that EventBridge shows', () => {
    expect(createSuppression({ waitMs: 5, extensionMs: 5 }).compositeChanged(1, 'ALARM')).toEqual([
      {
        at: 1,
        state: 'ALARM',
        suppressedBy: 'WaitPeriod',
        suppressedReason: 'Actions suppressed by WaitPeriod',
      },
    ]);
  });

  test('know a suppressor that is in ALARM from the start', () => {
    const suppression = createSuppression({ waitMs: 2, extensionMs: 3, suppressorInAlarm: true });
    expect(phases(suppression.compositeChanged(1, 'OK'))).toEqual(['1 OK Alarm']);
    expect(suppression.nextDeadline()).toBeUndefined();
    suppression.suppressorChanged(4, false);
    expect(suppression.nextDeadline()).toBe(7);
  });
});

test('the outcome does not depend on how often deadlines are asked for', () => {
  const change = fc.record({ gap: fc.nat(5), what: fc.constantFrom('ALARM', 'OK', 'suppressed', 'free') });
  fc.assert(
    fc.property(fc.array(change), fc.nat(4), fc.nat(4), (gaps, waitMs, extensionMs) => {
      let now = 0;
      const changes = gaps.map(({ gap, what }) => {
        now += gap;
        return at(now)[what as 'OK'];
      });
      const suppression = createSuppression({ waitMs, extensionMs });
      const ticked: SuppressionStep[] = [];
      for (let t = 0; t <= now + 10; t++) {
        ticked.push(...suppression.due(t));
        for (const { composite, suppressor } of changes.filter((one) => one.t === t)) {
          if (composite) ticked.push(...suppression.compositeChanged(t, composite as AlarmState));
          else ticked.push(...suppression.suppressorChanged(t, suppressor === 'ALARM'));
        }
      }
      expect(ticked).toEqual(play(changes, waitMs, extensionMs));
    }),
    { numRuns: 500 },
  );
});

function at(t: number): Record<'ALARM' | 'OK' | 'suppressed' | 'free', Change> {
  return {
    ALARM: { t, composite: 'ALARM' },
    OK: { t, composite: 'OK' },
    suppressed: { t, suppressor: 'ALARM' },
    free: { t, suppressor: 'OK' },
  };
}
