import { checkRequest, type RequestRules } from '../../../lambda/job-dispatcher/check-request';

const RULES: RequestRules = { realm: 'dev', workers: ['core', 'gpu'], jobs: {}, dialect: 'tiltmeter' };
const GOOD = { job_id: 'cmd/hello', worker: 'core' };

test.each<[object, number]>([
  [{}, 0],
  [{ delay: 0 }, 0],
  [{ job_id: 'test/cmd/echo param' }, 0],
  [{ delay: 900 }, 900],
  [{ delay: '15m' }, 900],
  [{ delay: '1m30s' }, 90],
  [{ realm: 'dev', parameters: { b: 1 }, globals: { a: [1] } }, 0],
])('%j is accepted', (fields, delaySeconds) => {
  const { delay: _, ...rest } = { delay: undefined, ...GOOD, ...fields };
  expect(checkRequest({ ...GOOD, ...fields }, RULES)).toEqual({ request: { ...rest, delaySeconds } });
});

const DELAYS = 'allowed: seconds or a duration such as 2m, up to 900 s';
const WORKERS = 'known: core, gpu';
const FIELDS = 'allowed: job_id, worker, realm, parameters, globals, delay, traceparent';
const JOB_IDS = 'allowed: any text of at least one character';

test.each<[unknown, string]>([
  [{ worker: 'core' }, 'job_id is missing'],
  [{ ...GOOD, job_id: '' }, `job_id is ""; ${JOB_IDS}`],
  [{ ...GOOD, job_id: 7 }, `job_id is 7; ${JOB_IDS}`],
  [{ job_id: 'a' }, `worker is missing, and job "a" has none of its own; ${WORKERS}`],
  [{ job_id: 'toString' }, `worker is missing, and job "toString" has none of its own; ${WORKERS}`],
  [{ ...GOOD, worker: 'gup' }, `worker "gup" is unknown, did you mean gpu; ${WORKERS}`],
  [{ ...GOOD, worker: 'elsewhere' }, `worker "elsewhere" is unknown; ${WORKERS}`],
  [{ ...GOOD, worker: 'constructor' }, `worker "constructor" is unknown; ${WORKERS}`],
  [{ ...GOOD, worker: ['core'] }, `worker ["core"] is unknown; ${WORKERS}`],
  [{ ...GOOD, realm: 'prod' }, 'realm is "prod"; this dispatcher serves dev'],
  [{ ...GOOD, parameters: 'x=1' }, 'parameters is a string; allowed: an object'],
  [{ ...GOOD, globals: [1] }, 'globals is a list; allowed: an object'],
  [{ ...GOOD, delay: -1 }, `delay is -1; ${DELAYS}`],
  [{ ...GOOD, delay: 901 }, `delay is 901; ${DELAYS}`],
  [{ ...GOOD, delay: null }, `delay is null; ${DELAYS}`],
  [{ ...GOOD, delay: '16m' }, `delay is "16m"; ${DELAYS}`],
  [{ ...GOOD, delay: '30x' }, `delay is "30x"; ${DELAYS}`],
  [{ ...GOOD, paramters: {} }, `field "paramters" is unknown, did you mean parameters; ${FIELDS}`],
  [{ ...GOOD, priority: 1 }, `field "priority" is unknown; ${FIELDS}`],
  [JSON.parse('{"job_id":"a","worker":"core","__proto__":{}}'), `field "__proto__" is unknown; ${FIELDS}`],
  [
    null,
    'a request is null; allowed: an object with job_id, worker, realm, parameters, globals, delay, traceparent',
  ],
  [
    'a',
    'a request is a string; allowed: an object with job_id, worker, realm, parameters, globals, delay, traceparent',
  ],
  [
    [[]],
    'a request is a list; allowed: an object with job_id, worker, realm, parameters, globals, delay, traceparent',
  ],
])('%j is refused', (value, problem) => {
  expect(checkRequest(value, RULES)).toEqual({ problem });
});

test('all that is wrong is said at once, and a long value is cut', () => {
  const value = { job_id: 7, worker: 'zzz', delay: 'soon', realm: 'prod', extra: 1 };
  expect(checkRequest(value, RULES)).toEqual({
    problem: [
      `field "extra" is unknown; ${FIELDS}`,
      `job_id is 7; ${JOB_IDS}`,
      `worker "zzz" is unknown; ${WORKERS}`,
      'realm is "prod"; this dispatcher serves dev',
      `delay is "soon"; ${DELAYS}`,
    ].join('; '),
  });
});
