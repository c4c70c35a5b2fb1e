import { EventEmitter } from 'node:events';
import http from 'node:http';
import type net from 'node:net';

/** A value that must never be in a record; each place that holds one has its own. */
export const secret = (place: string): string => `S3CRET-${place}-v4lue`;

/**
 * Errors as HTTP clients, the AWS SDK and database clients throw them: what hangs on them, under which names, in which
 * spelling. Those of node:http and of fetch are real; the others have the shapes of axios 1, got 14, AWS SDK 3, pg 8 and
 * ioredis 5, whose errors carry the whole request, its configuration and its connection.
 */
export async function clientErrors(): Promise<Record<string, Error>> {
  const { request, response, close } = await exchange();
  const headers = {
    Authorization: `Basic ${secret('axios-authorization')}`,
    cookie: `sid=${secret('axios-cookie')}`,
    'X-Api-Key': secret('axios-api-key'),
  };
  const url = `https://user:${secret('url')}@api.example.com/v1?access_token=${secret('query')}&page=2`;
  const errors = {
    http: Object.assign(new Error('status 401'), { request, response, res: response, req: request }),
    fetch: (await fetch(`http://127.0.0.1:1/?token=${secret('fetch')}`).catch((error) => error)) as Error,
    undici: Object.assign(new Error('Response status code 401'), {
      code: 'UND_ERR_RESPONSE',
      statusCode: 401,
      headers: ['set-cookie', `sid=${secret('undici-set-cookie')}`, 'content-type', 'text/plain'],
      rawHeaders: [Buffer.from('set-cookie'), Buffer.from(secret('undici-raw'))],
      opts: { origin: url, headers: [['authorization', `Bearer ${secret('undici-pair')}`]] },
    }),
    axios: Object.assign(new Error(`Request failed with status code 401 at ${url}`), {
      isAxiosError: true,
      code: 'ERR_BAD_REQUEST',
      config: {
        url,
        headers,
        auth: { username: 'user', password: secret('axios-auth') },
        data: JSON.stringify({ user: 'u', password: secret('axios-body') }),
        httpAgent: new http.Agent(),
      },
      request,
      response: {
        status: 401,
        headers: { 'set-cookie': [`sid=${secret('axios-set-cookie')}`] },
        config: { headers },
        request,
      },
    }),
    got: Object.assign(new Error('Response code 401 (Unauthorized)'), {
      options: {
        headers,
        username: 'user',
        password: secret('got-password'),
        searchParams: `api_key=${secret('got-query')}&a=1`,
        body: `grant_type=password&client_secret=${secret('got-form')}`,
      },
      response: Object.assign(new EventEmitter(), {
        rawHeaders: ['Set-Cookie', secret('got-raw')],
        statusCode: 401,
      }),
    }),
    'AWS SDK': Object.assign(new Error('The security token included in the request is invalid'), {
      name: 'UnrecognizedClientException',
      $fault: 'client',
      $metadata: { httpStatusCode: 400, requestId: 'r-1', attempts: 1 },
      $response: { statusCode: 400, headers: { 'x-amz-security-token': secret('aws-token') } },
      request: {
        path: `/?X-Amz-Security-Token=${secret('aws-query')}&X-Amz-Signature=${secret('aws-signature')}`,
        headers: { authorization: `AWS4-HMAC-SHA256 Credential=AKIA/x, Signature=${secret('aws-sigv4')}` },
      },
      credentials: {
        accessKeyId: 'AKIA',
        secretAccessKey: secret('aws-key'),
        sessionToken: secret('aws-session'),
      },
    }),
    pg: Object.assign(new Error(`connection to postgres://app:${secret('pg-url')}@db:5432/jobs failed`), {
      code: '28P01',
      severity: 'FATAL',
      client: Object.assign(new EventEmitter(), { password: secret('pg-client'), host: 'db', port: 5432 }),
      config: {
        connectionString: `postgres://app:${secret('pg-config')}@db/jobs`,
        password: secret('pg-password'),
      },
      detail: `host=db user=app password=${secret('pg-dsn')}`,
    }),
    ioredis: Object.assign(new Error('WRONGPASS invalid username-password pair or user is disabled.'), {
      name: 'ReplyError',
      command: { name: 'auth', args: ['user', secret('redis-args')] },
      previousErrors: [{ command: { name: 'hello', args: ['3', 'AUTH', 'user', secret('redis-hello')] } }],
      options: {
        host: 'cache',
        password: secret('redis-password'),
        sentinelPasswords: [secret('redis-sentinel')],
      },
      url: `redis://:${secret('redis-url')}@cache:6379`,
    }),
    texts: Object.assign(new Error(`PROXY-AUTHORIZATION: Basic ${secret('line')}\r\nHost: a`), {
      sent: `GET / HTTP/1.1\r\nauthorization: Bearer ${secret('header-text')}\r\nCOOKIE: a=${secret('cookie-text')}\r\n\r\n`,
      bearer: `bearer ${secret('bearer')}`,
      jwt: `eyJhbGciOiJIUzI1NiJ9.${secret('jwt')}.abcdefghij`,
      cookies: { sid: secret('cookies') },
      passwords: [secret('passwords')],
      Authorisation: secret('british'),
    }),
  };
  close();
  return errors;
}

// --- internal ---

/** A real request, with its answer, its sockets and its agents. */
async function exchange() {
  const server = http.createServer((_, answer) => {
    answer.writeHead(401, { 'set-cookie': `sid=${secret('http-set-cookie')}` });
    answer.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as net.AddressInfo;
  const request = http.request({
    host: '127.0.0.1',
    port,
    path: `/jobs?token=${secret('http-path')}`,
    auth: `user:${secret('http-auth')}`,
    headers: { cookie: `sid=${secret('http-cookie')}` },
  });
  request.end();
  const response = await new Promise<http.IncomingMessage>((resolve) => request.on('response', resolve));
  response.resume();
  return { request, response, close: () => server.close() };
}
