import { runDelay } from '../../../lib/runtime/worker/run-delay';

test.each([
  ['2026-01-05T00:00:00Z', 2.5],
  ['2026-01-05T01:00:00+01:00', 2.5],
  ['2026-01-05T00:00:03Z', 0],
])(
  'a run that is dispatched at %s and starts 2.5 s after midnight has waited for %d s',
  (dispatched, delay) => {
    expect(runDelay(dispatched, Date.parse('2026-01-05T00:00:02.500Z'))).toBe(delay);
  },
);
