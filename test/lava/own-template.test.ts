import { parseIncident, readTemplates, rehearse } from '../../lib/rehearsal';
import { CORE, LAVA_WORKER } from './worker-template';

const INCIDENT = `
title: the alarms that Lava has itself, when its worker falls silent, its queue backs up and a machine breaks
realm: dev
for: 60m
signals:
  - heartbeat: core
    until: 20m
  - metric: { namespace: AWS/SQS, name: ApproximateNumberOfMessagesVisible, dimensions: { QueueName: lava-dev-core } }
    series: '0x19 500x39'
  - metric: { namespace: AWS/EC2, name: StatusCheckFailed, dimensions: { AutoScalingGroupName: lava-dev-core } }
    series: '0x29 1x29'
expect:
  - { never: lava-dev-core-heartbeat, from: 5m, until: 25m }
  - { by: 32m, from: 25m, notified: ops, alarm: lava-dev-core-heartbeat }
  - { never: lava-dev-core-queue-depth, until: 33m }
  - { by: 37m, notified: ops, alarm: lava-dev-core-queue-depth }
  - { by: 35m, notified: ops, alarm: lava-dev-core Status Check Failed }
`;

test("Lava's own worker stack is rehearsed as it is deployed, in every reading", () => {
  const model = readTemplates([{ template: LAVA_WORKER, stackName: 'lava-core', parameters: CORE }]);
  const { verdicts } = rehearse(model, parseIncident('own.yaml', INCIDENT));
  expect(
    verdicts.map(({ expected, outcome, got }) => (outcome === 'holds' ? 'holds' : `${expected}: ${got}`)),
  ).toEqual(Array(5).fill('holds'));
});
