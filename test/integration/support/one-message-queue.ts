import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A queue that speaks as much SQS as a worker needs, and has one message. */
export async function oneMessageQueue(message: object, traceparent: string) {
  const Body = JSON.stringify(message);
  const waiting = [
    {
      Body,
      MD5OfBody: createHash('md5').update(Body).digest('hex'),
      MessageId: 'm',
      ReceiptHandle: 'r',
      MessageAttributes: { traceparent: { DataType: 'String', StringValue: traceparent } },
    },
  ];
  const answers: Readonly<Record<string, () => object>> = {
    GetQueueAttributes: () => ({ Attributes: { ApproximateNumberOfMessages: `${waiting.length}` } }),
    ReceiveMessage: () => ({ Messages: waiting.splice(0) }),
    DeleteMessage: () => ({}),
  };
  const server = createServer(async (request, response) => {
    for await (const _ of request);
    const action = String(request.headers['x-amz-target']).split('.')[1]!;
    response.setHeader('content-type', 'application/x-amz-json-1.0');
    setTimeout(() => response.end(JSON.stringify(answers[action]!())), waiting.length === 0 ? 50 : 0);
  });
  server.unref().listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
