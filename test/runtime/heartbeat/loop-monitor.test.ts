import { startLoopMonitor } from '../../../lib/runtime/heartbeat/loop-monitor';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function block(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end; );
}

test('a block shows for its length, once, and a quiet loop shows none of the resolution', async () => {
  const monitor = startLoopMonitor();
  await pause(300);
  block(700);
  await pause(10);
  const blocked = monitor.read();
  expect(blocked.delay_max_ms).toBeGreaterThan(550);
  expect(blocked.utilisation).toBeGreaterThan(0.4);
  expect(blocked.utilisation_max).toBeGreaterThanOrEqual(blocked.utilisation);
  await pause(300);
  const quiet = monitor.read();
  monitor.stop();
  expect(quiet.delay_max_ms).toBeLessThan(blocked.delay_max_ms);
  expect(quiet.delay_mean_ms).toBeLessThan(blocked.delay_mean_ms);
});

test('a block before anything else is seen too', async () => {
  const monitor = startLoopMonitor();
  block(1500);
  const { delay_max_ms } = monitor.read();
  monitor.stop();
  expect(delay_max_ms).toBeGreaterThan(400);
});

test('a busy second in a quiet while is told by the highest share', async () => {
  const monitor = startLoopMonitor();
  await pause(1100);
  block(900);
  await pause(2200);
  const { utilisation, utilisation_max } = monitor.read();
  monitor.stop();
  expect(utilisation).toBeLessThan(utilisation_max);
  expect(utilisation_max).toBeGreaterThan(0.3);
}, 20_000);

test('a reading at once has numbers, no matter that nothing was measured', () => {
  const monitor = startLoopMonitor();
  for (const value of Object.values(monitor.read())) expect(value).toBeGreaterThanOrEqual(0);
  monitor.stop();
});
