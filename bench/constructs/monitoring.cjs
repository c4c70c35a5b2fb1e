const { Duration } = require('aws-cdk-lib');
const { AlertRouting, LambdaMonitor, QueueMonitor, RealmDashboard, RealmLogs } = require('../../dist/lib');
const { COUNT, start } = require('./monitored.cjs');

const { app, stack, topic, functions } = start();
const place = { realm: 'bench', alerts: AlertRouting.to({ page: topic }) };
const { logGroup } = new RealmLogs(stack, 'Logs', place);
const workers = Array.from({ length: COUNT }, (_, n) => `worker-${n}`);
const queues = workers.map(
  (worker) => new QueueMonitor(stack, worker, { ...place, worker, depth: 100, oldest: Duration.hours(1) }),
);
for (const [n, watched] of functions.entries()) {
  new LambdaMonitor(stack, `Monitor-${n}`, {
    function: watched,
    name: `function-${n}`,
    alerts: place.alerts,
  });
}
const alarms = Object.fromEntries(
  queues.map(({ depth, age, stuck, deadLetters }, n) => [workers[n], [depth, age, stuck, deadLetters]]),
);
new RealmDashboard(stack, 'Dashboard', { ...place, workers, alarms, functions, logGroup });
app.synth();
