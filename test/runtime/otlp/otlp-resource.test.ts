import fs from 'node:fs';
import { givenResource, resourceAttributes } from '../../../lib/runtime/otlp/otlp-resource';

const IDENTITY = { realm: 'dev', worker: 'core', host: 'h1', tag: 'lava-dev-core', pid: 7 };

let said: () => readonly string[];
beforeEach(() => {
  const stderr = jest.spyOn(fs, 'writeSync').mockReturnValue(0);
  said = () => stderr.mock.calls.map(([, text]) => `${text}`);
});
afterEach(() => jest.restoreAllMocks());

test('it follows the semantic conventions, and has the names of every record', () => {
  expect(resourceAttributes(IDENTITY, {})).toEqual({
    'service.name': 'lava-dev-core',
    'service.namespace': 'dev',
    'service.instance.id': 'h1-7',
    'host.name': 'h1',
    'process.pid': 7,
    'process.runtime.name': 'nodejs',
    'process.runtime.version': process.versions.node,
    realm: 'dev',
    worker: 'core',
    tag: 'lava-dev-core',
  });
});

test('what is given wins, and OTEL_SERVICE_NAME before a list', () => {
  const env = {
    OTEL_RESOURCE_ATTRIBUTES: 'service.name=a,deployment.environment.name=prod%2C1,host.name=node-1',
  };
  expect(resourceAttributes(IDENTITY, givenResource(env))).toMatchObject({
    'service.name': 'a',
    'host.name': 'node-1',
    'deployment.environment.name': 'prod,1',
  });
  expect(givenResource({ ...env, OTEL_SERVICE_NAME: 'b' })['service.name']).toBe('b');
});

test('keys are decoded, too, and a service without a name is none', () => {
  expect(givenResource({ OTEL_RESOURCE_ATTRIBUTES: 'a%3Db=c%2Cd, service.name=' })).toEqual({ 'a=b': 'c,d' });
});

test("the names by which records are found are the worker's own, which is told once", () => {
  const given = givenResource({ OTEL_RESOURCE_ATTRIBUTES: 'realm=prod,worker=core,event_source=x,k=v' });
  for (let n = 0; n < 2; n += 1)
    expect(resourceAttributes({ ...IDENTITY, event_source: 'lava-worker' }, given)).toMatchObject({
      realm: 'dev',
      worker: 'core',
      event_source: 'lava-worker',
      k: 'v',
    });
  expect(said()).toEqual([
    "tiltmeter: resource attribute realm 'prod' is not sent: this worker's is 'dev'\n",
    "tiltmeter: resource attribute event_source 'x' is not sent: this worker's is 'lava-worker'\n",
  ]);
});

test.each([
  ['k=v,a', 'entry 2 is not name=value'],
  ['k=v,a=v,b=100%', 'entry 3 has a % that begins no character; write %25'],
  ['%=v', 'entry 1 has a % that begins no character; write %25'],
])('a list with an error, %s, is left out as a whole and told', (list, words) => {
  expect(givenResource({ OTEL_RESOURCE_ATTRIBUTES: list, OTEL_SERVICE_NAME: 's' })).toEqual({
    'service.name': 's',
  });
  expect(said()).toEqual([`tiltmeter: bad OTEL_RESOURCE_ATTRIBUTES: ${words}: none of it is used\n`]);
});
