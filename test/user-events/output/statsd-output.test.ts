import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createEventMeter, familyList } from '../../../lib/user-events/event-meter';
import { familiesOf } from '../../../lib/user-events/families';
import { statsdOutput } from '../../../lib/user-events/output/statsd-output';
import { activation } from '../event';

const families = familiesOf('jobs');

async function server() {
  const packets: string[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (packet) => packets.push(packet.toString()));
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return { socket, packets, port: (socket.address() as AddressInfo).port };
}

test('a server receives what was gathered, in datagrams that no Ethernet splits', async () => {
  const { socket, packets, port } = await server();
  const output = statsdOutput({
    host: '127.0.0.1',
    port,
    dialect: 'dogstatsd',
    families: familyList(families),
  });
  const { count } = createEventMeter({ families, outputs: [output] });
  for (let job = 0; job < 200; job++) count(activation({ name: `dev/job${job}` }));
  await output.flush();
  const lines = () => packets.flatMap((packet) => packet.split('\n'));
  while (lines().filter((line) => line.startsWith('tiltmeter.job.runs:')).length < 200)
    await once(socket, 'message');
  expect(lines()).toContain(
    'tiltmeter.job.runs:1|c|#dispatcher:alice,job:job7,kind:nodejs:20,memory:256,realm:dev',
  );
  expect(Math.max(...packets.map((packet) => Buffer.byteLength(packet)))).toBeLessThanOrEqual(1_432);
  await output.close();
  socket.close();
});

test('a second flush tells only what is new', async () => {
  const { socket, packets, port } = await server();
  const output = statsdOutput({
    host: '127.0.0.1',
    port,
    dialect: 'statsd',
    families: familyList(families),
  });
  const { count } = createEventMeter({ families, outputs: [output] });
  count(activation());
  count(activation());
  await output.flush();
  count(activation());
  await output.flush();
  await output.flush();
  const runs = () =>
    packets
      .flatMap((packet) => packet.split('\n'))
      .filter((line) => line.startsWith('tiltmeter_user_events_runs:'));
  while (runs().length < 2) await once(socket, 'message');
  expect(runs()).toEqual(['tiltmeter_user_events_runs:2|c', 'tiltmeter_user_events_runs:1|c']);
  await output.close();
  socket.close();
});

test('a server that is not there stops nothing', async () => {
  const { socket, port } = await server();
  socket.close();
  await once(socket, 'close');
  const output = statsdOutput({
    host: '127.0.0.1',
    port,
    dialect: 'statsd',
    families: familyList(families),
  });
  const { count } = createEventMeter({ families, outputs: [output] });
  for (let round = 0; round < 3; round++) {
    count(activation());
    await output.flush();
  }
  await output.close();
});

test('a host without an address is said once, and stops nothing', async () => {
  const said: string[] = [];
  const output = statsdOutput({
    dialect: 'dogstatsd',
    host: 'nobody..invalid',
    port: 8125,
    families: familyList(families),
    warn: (line) => said.push(line),
  });
  const { count } = createEventMeter({ families, outputs: [output] });
  count(activation());
  await output.flush();
  await output.flush();
  expect(said).toEqual([
    expect.stringMatching(/^dogstatsd nobody\.\.invalid:8125 takes no metrics, trying on: getaddrinfo E/),
  ]);
  expect(output.dropped()).toBe(0);
  await output.close();
});

test('it keeps no process alive that could not start for another reason', async () => {
  const sockets = () => process.getActiveResourcesInfo().filter((kind) => kind === 'UDPWrap').length;
  const before = sockets();
  const output = statsdOutput({ dialect: 'statsd', host: '127.0.0.1', port: 8125, families: [] });
  const meanwhile = sockets();
  await output.close();
  expect(meanwhile).toBe(before);
});
