import { answersTo } from '../../lib/engine';
import { playTimeline, timelinesAgree } from '../../lib/evidence';
import vectors from '../vectors/timelines.json';

const { timelines } = vectors;

test.each(timelines)('$id comes out in the default reading', (timeline) => {
  expect(timelinesAgree(timeline.changes, playTimeline(timeline))).toBe(true);
});

test.each(answersTo('range-minute'))('each comes out under %s too: they measure N 1', (answer) => {
  const differing = timelines.filter(
    (timeline) => !timelinesAgree(timeline.changes, playTimeline(timeline, { 'range-minute': answer })),
  );
  expect(differing.map(({ id }) => id)).toEqual([]);
});

test.each([
  [[], true],
  [[['2026-06-01T10:00:00Z', 'OK']], false],
])('a timeline without changes agrees with %j: %s', (given, agrees) => {
  expect(timelinesAgree([], given)).toBe(agrees);
});

test('an instant agrees within two seconds, or what the corpus says', () => {
  const at = (second: string) => [[`2026-06-01T10:00:${second}Z`, 'OK']];
  expect(timelinesAgree(at('10'), at('11.900'))).toBe(true);
  expect(timelinesAgree(at('10'), at('12.100'))).toBe(false);
  expect(timelinesAgree([['2026-06-01T10:00:10Z', 'OK', 60]], at('59'))).toBe(true);
  expect(timelinesAgree(at('10'), [['2026-06-01T10:00:10Z', 'ALARM']])).toBe(false);
});
