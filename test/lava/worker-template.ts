import template from './worker-template.json';

/**
 * The stack that Lava deploys for a worker, as far as it concerns monitoring: names, parameters and alarms of
 * cfn/lava-worker.cfn.json of jin-gizmo/lava 8.2, written anew. Four parameters have no default.
 */
export const LAVA_WORKER = template;

/** What a worker was deployed with. */
export const CORE = {
  realm: 'dev',
  worker: 'core',
  alarmTopic: 'ops',
  amiId: 'ami-0123456789abcdef0',
  createHeartBeatAlarm: 'Yes',
  maxAllowedQueueDepth: '100',
  workerInstancesMin: '1',
  workerInstancesMax: '2',
};
