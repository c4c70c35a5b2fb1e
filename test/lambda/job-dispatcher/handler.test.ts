import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { handler } from '../../../lambda/job-dispatcher/handler';

interface Entry {
  readonly Id: string;
  readonly MessageBody: string;
  readonly DelaySeconds: number;
}

/** A queue service that speaks SQS's JSON protocol and refuses the job `cmd/refused`. */
const batches: { readonly QueueUrl: string; readonly Entries: readonly Entry[] }[] = [];
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const batch = JSON.parse(Buffer.concat(chunks).toString());
    batches.push(batch);
    const refused = (entry: Entry) => JSON.parse(entry.MessageBody).job_id === 'cmd/refused';
    response.setHeader('content-type', 'application/x-amz-json-1.0').end(
      JSON.stringify({
        Successful: batch.Entries.filter((entry: Entry) => !refused(entry)).map((entry: Entry) => ({
          Id: entry.Id,
          MessageId: entry.Id,
          MD5OfMessageBody: createHash('md5').update(entry.MessageBody).digest('hex'),
        })),
        Failed: batch.Entries.filter(refused).map(({ Id }: Entry) => ({
          Id,
          Code: 'InvalidMessageContents',
          SenderFault: true,
        })),
      }),
    );
  });
});

const environment = { ...process.env };

beforeAll(async () => {
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    TILTMETER_REALM: 'dev',
    WORKER_QUEUES: JSON.stringify({ core: `${url}/000000000000/lava-dev-core` }),
  });
});

afterAll(() => {
  process.env = environment;
  server.close();
  server.closeAllConnections();
});

test('the handler sends through SQS, and names what SQS refuses', async () => {
  const event = [
    { job_id: 'cmd/a', worker: 'core', delay: 5 },
    { job_id: 'cmd/refused', worker: 'core' },
  ];
  const stdout = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  const failure = await handler(event, { awsRequestId: 'r' }).catch((error) => error);
  const lines = stdout.mock.calls.map(([line]) => JSON.parse(String(line)));
  stdout.mockRestore();
  expect(failure.message).toMatch(
    /^1 of 2 requests not dispatched: request 1: InvalidMessageContents: no reason given \| dispatched: request 0 as /,
  );
  expect(lines.map(({ type, index, dispatched }) => ({ type, index, dispatched }))).toEqual([
    { type: 'dispatch', index: 0, dispatched: true },
    { type: 'dispatch', index: 1, dispatched: false },
  ]);
  expect(batches).toHaveLength(1);
  expect(batches[0]!.QueueUrl).toMatch(/\/lava-dev-core$/);
  expect(batches[0]!.Entries.map(({ Id, DelaySeconds }) => ({ Id, DelaySeconds }))).toEqual([
    { Id: '0', DelaySeconds: 5 },
    { Id: '1', DelaySeconds: 0 },
  ]);
  expect(JSON.parse(batches[0]!.Entries[0]!.MessageBody)).toMatchObject({ realm: 'dev', job_id: 'cmd/a' });
});
