const { Queue } = require('aws-cdk-lib/aws-sqs');
const { MonitoringFacade, SnsAlarmActionStrategy } = require('cdk-monitoring-constructs');
const { COUNT, start } = require('./monitored.cjs');

const { app, stack, topic: onAlarmTopic, functions } = start();
const monitoring = new MonitoringFacade(stack, 'Monitoring', {
  alarmFactoryDefaults: {
    alarmNamePrefix: 'bench',
    actionsEnabled: true,
    action: new SnsAlarmActionStrategy({ onAlarmTopic }),
  },
});
for (let n = 0; n < COUNT; n += 1) {
  const queue = new Queue(stack, `Queue-${n}`, {
    deadLetterQueue: { queue: new Queue(stack, `DeadLetters-${n}`), maxReceiveCount: 5 },
  });
  monitoring.monitorSqsQueue({
    queue,
    addQueueMaxSizeAlarm: { Warning: { maxMessageCount: 100 } },
    addQueueMaxMessageAgeAlarm: { Warning: { maxAgeInSeconds: 3_600 } },
  });
}
for (const lambdaFunction of functions) {
  monitoring.monitorLambdaFunction({
    lambdaFunction,
    addFaultCountAlarm: { Warning: { maxErrorCount: 0 } },
    addThrottlesCountAlarm: { Warning: { maxErrorCount: 0 } },
  });
}
app.synth();
