import { spawnSync } from 'node:child_process';
import { endSupervisors, startSupervisor } from '../runtime/supervise/supervisor';

const found = spawnSync('python3', ['--version']).status === 0;
if (!found) console.warn('python3 is not here: tiltmeter run is not tried with it');
afterEach(endSupervisors);

const PROGRAM = `
import json, logging, signal, subprocess, sys, time
logging.basicConfig(level=logging.INFO)
print("plain line", flush=True)
print(json.dumps({"level": "ERROR", "message": "structured", "rows": 3}), flush=True)
logging.warning("by the logging module")
def stop(signum, frame):
    print("stopping by", signum, flush=True)
    sys.exit(5)
signal.signal(signal.SIGTERM, stop)
subprocess.Popen(["sleep", "600"])
print("ready", flush=True)
while True:
    time.sleep(0.05)
`;

(found ? test : test.skip)('a Python program runs as a worker, and leaves nothing behind', async () => {
  const run = startSupervisor([], ['python3', '-c', PROGRAM], {
    LAVA_CW_METRICS_WORKER: '1',
    LAVA_CW_METRICS_PERIOD: '1s',
  });
  await run.until('"heartbeat realm=dev worker=core"');
  await run.until('"ready"');
  await run.until('"MaxRss"');
  run.child.kill('SIGTERM');
  expect(await run.exit).toEqual([5, null]);
  const said = run.records().map(({ level, message }) => `${level} ${message}`);
  expect(said).toEqual(
    expect.arrayContaining([
      'INFO Command started: python3',
      'INFO plain line',
      'ERROR structured',
      'WARNING WARNING:root:by the logging module',
      'INFO SIGTERM: passed on to the command',
      'INFO stopping by 15',
      'WARNING Command left processes behind, they are ended',
      'INFO Command ended with code 5',
    ]),
  );
});

(found ? test : test.skip)('a Python traceback is one record of the log, at level ERROR', async () => {
  const run = startSupervisor([], ['python3', '-c', 'raise ValueError("no")']);
  expect(await run.exit).toEqual([1, null]);
  const said = run.records().map(({ level, message }) => `${level} ${message}`);
  expect(said).toContain(
    'ERROR Traceback (most recent call last):\n  File "<string>", line 1, in <module>\nValueError: no',
  );
});
