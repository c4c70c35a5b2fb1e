import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { createPost, PostError } from '../../../lambda/alert-dispatcher/http-post';

const SECRET = 'T000-SECRET';
const servers: { close: () => void }[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A server on the loopback host; its address with a secret in the path. */
async function serve(listener: RequestListener): Promise<string> {
  const server: Server = createServer(listener);
  servers.push({
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/${SECRET}`;
}

const unresolved = async (host: string) => {
  throw new Error(`${host} was to be resolved`);
};
const send = (url: string, timeout = 2_000, resolve: Parameters<typeof createPost>[0] = unresolved) =>
  createPost(resolve)({ url, headers: { 'content-type': 'application/json' }, body: '{"é":1}' }, timeout);
const failure = async (sent: Promise<unknown>) => {
  const error = await sent.then(
    () => undefined,
    (thrown) => thrown,
  );
  expect(error).toBeInstanceOf(PostError);
  expect(String(error.stack)).not.toContain(SECRET);
  return { message: error.message, retry: error.retry };
};

test('a post carries its body and headers, and answers with the status', async () => {
  let seen: unknown;
  const url = await serve((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const { 'content-type': type, 'content-length': length } = request.headers;
      seen = {
        method: request.method,
        url: request.url,
        type,
        length,
        body: Buffer.concat(chunks).toString(),
      };
      response.writeHead(202).end();
    });
  });
  expect(await send(url)).toEqual({ status: 202, retryAfter: undefined });
  expect(seen).toEqual({
    method: 'POST',
    url: `/${SECRET}`,
    type: 'application/json',
    length: '8',
    body: '{"é":1}',
  });
});

test('a redirect is an answer, not a way', async () => {
  let hits = 0;
  const url = await serve((_, response) => {
    hits++;
    response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data/' }).end();
  });
  expect(await send(url)).toEqual({ status: 302, retryAfter: undefined });
  expect(hits).toBe(1);
});

test('Retry-After is told', async () => {
  const url = await serve((_, response) => response.writeHead(429, { 'retry-after': '7' }).end());
  expect(await send(url)).toEqual({ status: 429, retryAfter: '7' });
});

test('a body without end is not read', async () => {
  const url = await serve((_, response) => {
    response.writeHead(200);
    const endless = setInterval(() => response.write('x'.repeat(65_536)), 1);
    response.on('close', () => clearInterval(endless));
  });
  expect((await send(url)).status).toBe(200);
});

test('a server that hangs is given up', async () => {
  const url = await serve(() => {});
  expect(await failure(send(url, 150))).toEqual({ message: 'no answer within 0.15 s', retry: true });
});

test('a name that takes for ever to resolve is given up', async () => {
  const never = () => new Promise<never>(() => {});
  const sent = send(`https://hooks.example.com/${SECRET}`, 100, never);
  expect(await failure(sent)).toEqual({ message: 'no answer within 0.1 s', retry: true });
});

test('an answer that is not HTTP is an error', async () => {
  const server = createTcpServer((socket) => socket.end('220 mail.example.com ESMTP\r\n'));
  servers.push(server);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const sent = send(`http://127.0.0.1:${(server.address() as AddressInfo).port}/${SECRET}`);
  const { message, retry } = await failure(sent);
  expect(message).toMatch(/^no answer: HPE_[A-Z_]+$/);
  expect(retry).toBe(true);
});

test('101 Switching Protocols is an answer, and at once', async () => {
  const server = createTcpServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () =>
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n'),
    );
  });
  servers.push(server);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  expect(await send(`http://127.0.0.1:${port}/${SECRET}`, 600_000)).toEqual({ status: 101 });
});

test('a closed port is an error', async () => {
  const url = await serve(() => {});
  servers.pop()!.close();
  expect(await failure(send(url))).toEqual({ message: 'no answer: ECONNREFUSED', retry: true });
});

test('a name that is not known is an error', async () => {
  const unknown = async () => {
    throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${SECRET}.example`), { code: 'ENOTFOUND' });
  };
  const sent = send(`https://${SECRET}.example/`, 1_000, unknown);
  expect(await failure(sent)).toEqual({ message: 'no answer: ENOTFOUND', retry: true });
});

test.each([
  ['not a url', 'the target is not a URL'],
  [`http://hooks.example.com/${SECRET}`, 'the target is not an https URL'],
  [`ftp://127.0.0.1/${SECRET}`, 'the target is not an https URL'],
  [`file:///${SECRET}`, 'the target is not an https URL'],
  [`http://localhost.example.com/${SECRET}`, 'the target is not an https URL'],
])('%s is refused', async (url, message) => {
  expect(await failure(send(url))).toEqual({ message, retry: false });
});

const FORBIDDEN = { message: 'the target is at a private, link-local or metadata address', retry: false };

test.each([
  'https://169.254.169.254/latest/meta-data/',
  'https://[fd00:ec2::254]/',
  'https://10.0.0.1/',
  'https://2852039166/',
  'https://0xa9.0xfe.0xa9.0xfe/',
  'https://[::ffff:169.254.169.254]/',
  'https://0.0.0.0/',
])('%s is refused', async (url) => {
  expect(await failure(send(url))).toEqual(FORBIDDEN);
});

test.each([
  ['a private address', [{ address: '10.0.0.1', family: 4 }]],
  ['the loopback address', [{ address: '127.0.0.1', family: 4 }]],
  [
    'a public and a metadata address',
    [
      { address: '1.1.1.1', family: 4 },
      { address: '169.254.169.254', family: 4 },
    ],
  ],
])('a public name with %s is refused', async (_, addresses) => {
  expect(await failure(send(`https://hooks.example.com/${SECRET}`, 1_000, async () => addresses))).toEqual(
    FORBIDDEN,
  );
});

test("the Lambda runtime's own API is refused", async () => {
  let hits = 0;
  const url = await serve((_, response) => {
    hits++;
    response.end();
  });
  process.env.AWS_LAMBDA_RUNTIME_API = new URL(url).host;
  try {
    for (const host of ['127.0.0.1', 'localhost', '127.1', '2130706433', '[::1]']) {
      expect(await failure(send(url.replace('127.0.0.1', host)))).toEqual(FORBIDDEN);
    }
  } finally {
    delete process.env.AWS_LAMBDA_RUNTIME_API;
  }
  expect(hits).toBe(0);
});

test('the connection goes to the address that was checked', async () => {
  const url = await serve((_, response) => response.end());
  const { port } = new URL(url);
  let asked = 0;
  const once = async () => {
    asked++;
    return [{ address: '127.0.0.1', family: 4 }];
  };
  expect((await send(`http://localhost:${port}/${SECRET}`, 1_000, once)).status).toBe(200);
  expect(asked).toBe(1);
});
