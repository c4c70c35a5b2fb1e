import { startSteps } from '../../lib/local/steps';

test('steps follow each other without overlapping until they are stopped', async () => {
  let running = 0;
  let most = 0;
  let count = 0;
  const steps = startSteps(async () => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, 5));
    running--;
    count++;
  });
  await new Promise((resolve) => setTimeout(resolve, 150));
  await steps.stop();
  expect({ most, running }).toEqual({ most: 1, running: 0 });
  const after = count;
  expect(after).toBeGreaterThan(0);
  await new Promise((resolve) => setTimeout(resolve, 120));
  expect(count).toBe(after);
});

test('a step that fails is the end of it', async () => {
  const steps = startSteps(async () => {
    throw new Error('the engine is confused');
  });
  await expect(steps.failed).rejects.toThrow('the engine is confused');
  await steps.stop();
});
