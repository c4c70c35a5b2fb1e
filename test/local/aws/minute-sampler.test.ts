import { createMinuteSampler } from '../../../lib/local/aws/minute-sampler';

const START = Date.UTC(2026, 0, 1, 9, 0, 30);

test('every minute that has begun is sampled once, at its start', async () => {
  const minutes: string[] = [];
  const sample = createMinuteSampler(START, async (minute) => {
    minutes.push(new Date(minute).toISOString().slice(14, 19));
    return [];
  });
  for (const seconds of [0, 10, 29, 30, 31, 240]) await sample(START + seconds * 1000);
  expect(minutes).toEqual(['00:00', '01:00', '02:00', '03:00', '04:00']);
});
