/** An activation as OpenWhisk sends it today. */
export const ACTIVATION = {
  source: 'invoker0',
  body: {
    name: 'guest/pkg/hello',
    activationId: 'be97c4bba4e44bfe97c4bba4e4dbfe2c',
    statusCode: 0,
    duration: 1500,
    waitTime: 40,
    initTime: 120,
    kind: 'nodejs:20',
    conductor: false,
    memory: 256,
    size: 512,
    userDefinedStatusCode: 404,
  },
  subject: 'alice',
  namespace: 'alice',
  userId: '23bc46b1-71f6-4ed5-8c54-816aa4f8c502',
  eventType: 'Activation',
  timestamp: 1_767_603_600_000,
};

export const METRIC = {
  source: 'controller0',
  body: { metricName: 'ConcurrentRateLimit', metricValue: 1 },
  subject: 'alice',
  namespace: 'alice',
  userId: '23bc46b1-71f6-4ed5-8c54-816aa4f8c502',
  eventType: 'Metric',
  timestamp: 1_767_603_600_000,
};

export const activation = (body: object = {}, envelope: object = {}): string =>
  JSON.stringify({ ...ACTIVATION, ...envelope, body: { ...ACTIVATION.body, ...body } });

export const metric = (body: object = {}, envelope: object = {}): string =>
  JSON.stringify({ ...METRIC, ...envelope, body: { ...METRIC.body, ...body } });
