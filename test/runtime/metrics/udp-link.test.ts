import { createSocket } from 'node:dgram';
import type { lookup } from 'node:dns';
import { once } from 'node:events';
import { type UdpLink, type UdpLinkProps, udpLink } from '../../../lib/runtime/metrics/udp-link';

/** A resolver that gives one answer after the other, the last one for ever. */
function resolver(...answers: (string | Error)[]) {
  let asked = 0;
  const resolve = ((_host: string, done: (error: Error | null, address: string, family: number) => void) => {
    const answer = answers[Math.min(asked++, answers.length - 1)]!;
    if (answer instanceof Error) done(answer, '', 0);
    else done(null, answer, 4);
  }) as typeof lookup;
  return { resolve, asked: () => asked };
}

async function server(address: string, port = 0) {
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
  socket.bind(port, address);
  await once(socket, 'listening');
  return {
    socket,
    port: socket.address().port,
    next: async () => String((await once(socket, 'message'))[0]),
  };
}

const links: UdpLink[] = [];
const open = (props: Partial<UdpLinkProps>) => {
  const told: string[] = [];
  const link = udpLink({
    host: 'statsd.internal',
    port: 9,
    tell: ({ message }) => told.push(message),
    ...props,
  });
  links.push(link);
  return { link, told };
};

afterEach(async () => {
  for (const link of links.splice(0)) await link.close();
});

test('a name that has no address yet is asked for again', async () => {
  const { socket, port, next } = await server('127.0.0.1');
  const { resolve } = resolver(new Error('not found'), '127.0.0.1');
  const { link, told } = open({ port, resolve });
  expect(await link.opened()).toBe(false);
  expect(told).toEqual(['not found']);
  expect(await link.opened()).toBe(true);
  link.send('x');
  expect(await next()).toBe('x');
  socket.close();
});

test('a name that has moved is found again after a failure', async () => {
  const { socket, port, next } = await server('127.0.0.2');
  const { resolve } = resolver('127.0.0.1', '127.0.0.2');
  const { link } = open({ port, resolve });
  expect(await link.opened()).toBe(true);
  // nobody listens at the first address, which the next send or two is told
  for (let n = 0; n < 1_000 && link.isOpen(); n += 1) {
    link.send('lost');
    await new Promise((done) => setTimeout(done, 5));
  }
  expect(await link.opened()).toBe(true);
  link.send('x');
  expect(await next()).toBe('x');
  socket.close();
});

test.each(['127.0.0.1', '::1'])('%s is open as soon as it is made', async (host) => {
  const { socket, port, next } = await server(host);
  const { link, told } = open({ host, port });
  expect(link.isOpen()).toBe(true);
  link.send('x');
  expect(await next()).toBe('x');
  expect([await link.opened(), told]).toEqual([true, []]);
  socket.close();
});

test('an address without a route is tried again', async () => {
  // which needs a socket that may broadcast
  const { link, told } = open({ host: '255.255.255.255' });
  expect(link.isOpen()).toBe(false);
  expect(await link.opened()).toBe(false);
  expect(told.every((text) => /^connect E/.test(text))).toBe(true);
  expect(told.length).toBeGreaterThan(0);
});

test('an error of a link to an address leaves it open', async () => {
  const { link, told } = open({ host: '127.0.0.1', port: 9 });
  for (let n = 0; n < 1_000 && told.length === 0; n += 1) {
    link.send('x');
    await new Promise((done) => setTimeout(done, 5));
  }
  expect([told.length > 0, link.isOpen()]).toEqual([true, true]);
});

test('nothing is sent on a link that is closed, and it does not open again', async () => {
  const { resolve, asked } = resolver('127.0.0.1');
  const { link } = open({ resolve });
  await link.opened();
  await link.close();
  const error = await new Promise((sent) => link.send('x', sent));
  expect(error).toEqual(new Error('the link is not open'));
  expect([link.isOpen(), await link.opened(), asked()]).toEqual([false, false, 1]);
});
