import type { LoopbackServer } from '../../lib/local/loopback-server';
import { startAccount } from '../operate/support/fake-account';
import { type Workplace, workplace } from './rehearse/rehearsal-cli';

const INSTANCE = 'i-0abc';
const before = { ...process.env };
let place: Workplace;
let service: LoopbackServer;

const record = (eventId: string, message: object) => ({
  eventId,
  logStreamName: `core/${INSTANCE}`,
  timestamp: Date.now(),
  message: JSON.stringify({ worker: 'core', pid: 7, ...message }),
});

beforeAll(async () => {
  place = workplace();
  place.write(
    'realms/shop.yaml',
    `realm: shop
aws: { account: '123456789012', region: eu-west-1 }
alerts: { page: [{ email: oncall@example.com }] }
workers: { core: {} }
`,
  );
  service = await startAccount(
    {
      FilterLogEvents: ({ filterPattern }) =>
        String(filterPattern).includes('heartbeat')
          ? { events: [record('1', { host: 'h', status: 'running', threads: {} })] }
          : { events: [record('2', { message: 'Worker config:' })] },
      SendCommand: () => ({ Command: { CommandId: 'c' } }),
      ListCommandInvocations: () => ({ CommandInvocations: [{ InstanceId: INSTANCE, Status: 'Success' }] }),
    },
    () => {},
  );
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_ENDPOINT_URL: service.url,
  });
});

afterAll(async () => {
  process.env = before;
  await service.close();
  place.remove();
});

test('a dump is the records that the process writes of its state, as JSON in the shape of the schema', async () => {
  const { code, out, err } = await place.run(['dump', '--realm', 'shop', '--wait', '10s', '--json']);
  expect({ code, err }).toEqual({ code: 0, err: [] });
  expect(out.map((line) => JSON.parse(line))).toEqual([
    {
      timestamp: expect.any(String),
      stream: `core/${INSTANCE}`,
      message: '{"worker":"core","pid":7,"message":"Worker config:"}',
    },
  ]);
});
