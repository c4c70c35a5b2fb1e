import { parseFaultTarget, parsePlannedFault } from '../../../lib/local/worker/fault-plan';

const FLEET = { core: 2, gpu: 1, idle: 0 };

test.each([
  ['core@15s', { target: { worker: 'core' }, afterMs: 15_000 }],
  ['core:1@1m30s', { target: { worker: 'core', index: 1 }, afterMs: 90_000 }],
  ['gpu:0@0s', { target: { worker: 'gpu', index: 0 }, afterMs: 0 }],
])('--stop %s', (text, planned) => {
  expect(parsePlannedFault('stop', text, FLEET)).toEqual({ action: 'stop', ...planned });
});

test.each(['core', 'core@', '@15s', 'core@soon', 'core@-1s'])('--stop %s says what is wanted', (text) => {
  expect(() => parsePlannedFault('stop', text, FLEET)).toThrow(
    `--stop: got '${text}', want WORKER@TIME or WORKER:INDEX@TIME, e.g. core@15s or core:1@40s`,
  );
});

test.each([
  ['cor', "unknown worker 'cor', did you mean 'core'; this realm has core, gpu, idle"],
  ['toString', "unknown worker 'toString'; this realm has core, gpu, idle"],
  ['', "unknown worker ''; this realm has core, gpu, idle"],
  ['core:2', "unknown instance 'core:2'; worker core has core:0, core:1"],
  ['core:x', "unknown instance 'core:x'; worker core has core:0, core:1"],
  ['core:1:1', "unknown instance 'core:1:1'; worker core has core:0, core:1"],
  ['idle:0', "unknown instance 'idle:0'; worker idle has none"],
])('no target: %j', (text, problem) => {
  expect(() => parseFaultTarget('console', text, FLEET)).toThrow(new Error(`console: ${problem}`));
});
