import { familyList } from '../../../lib/user-events/event-meter';
import { eventUpdates } from '../../../lib/user-events/event-updates';
import { familiesOf } from '../../../lib/user-events/families';
import { FlushAggregator } from '../../../lib/user-events/output/flush-aggregator';
import { type StatsdNaming, statsdLines } from '../../../lib/user-events/output/statsd-lines';
import { readEvent } from '../../../lib/user-events/read-event';
import { activation } from '../event';

function linesOf(naming: StatsdNaming, ...events: string[]): string[] {
  const families = familiesOf('openwhisk');
  const updatesOf = eventUpdates({ families });
  const aggregator = new FlushAggregator(familyList(families));
  for (const event of events) for (const update of updatesOf(readEvent(event))) aggregator.apply(update, 0);
  return aggregator.take().flatMap(statsdLines(naming));
}

const of = (lines: string[], text: string): string[] => lines.filter((line) => line.includes(text));

test('StatsD has the labels in the key, sorted, as Kamon writes them', () => {
  const lines = linesOf({ dialect: 'statsd', prefix: 'user-events' }, activation(), activation());
  expect(of(lines, 'coldStarts.')).toEqual([
    'user-events.openwhisk_action_coldStarts.action.pkg_hello.initiator.alice.namespace.guest:2|c',
  ]);
  expect(of(lines, 'openwhisk_action_memory')).toEqual([
    'user-events.openwhisk_action_memory.action.pkg_hello.initiator.alice.namespace.guest:256|g',
  ]);
});

test('times go in ms as |ms, each value once with how often it occurred', () => {
  const events = [...Array(4).fill(activation({ duration: 1500 })), activation({ duration: 7 })];
  expect(of(linesOf({ dialect: 'statsd' }, ...events), 'global_duration')).toEqual([
    'openwhisk_userevents_global_duration:1500|ms|@0.25',
    'openwhisk_userevents_global_duration:7|ms',
  ]);
});

test('DogStatsD has the labels as tags and distributions as |d', () => {
  const lines = linesOf({ dialect: 'dogstatsd', prefix: 'x' }, activation());
  expect(of(lines, 'action.waitTime')).toEqual([
    'x.openwhisk.action.waitTime:40|d|#action:pkg/hello,initiator:alice,namespace:guest',
  ]);
  expect(of(lines, 'global.activations')).toEqual(['x.openwhisk.userevents.global.activations:1|c']);
});

test('nothing in a label can end a line, a key or a tag, or pass for a value', () => {
  const event = activation({ name: 'guest/a|b@c#d,e:f g\nh:1|c' });
  expect(of(linesOf({ dialect: 'statsd' }, event), 'action_coldStarts')).toEqual([
    'openwhisk_action_coldStarts.action.a_b_c_d,e-f_g_h-1_c.initiator.alice.namespace.guest:1|c',
  ]);
  expect(of(linesOf({ dialect: 'dogstatsd' }, event), 'action.coldStarts')).toEqual([
    'openwhisk.action.coldStarts:1|c|#action:a_b@c_d_e:f_g_h:1_c,initiator:alice,namespace:guest',
  ]);
});

test('a number is never written with an exponent', () => {
  expect(
    of(linesOf({ dialect: 'statsd' }, activation({ duration: 1e22, waitTime: 1e-5 })), 'global'),
  ).toEqual(
    expect.arrayContaining([
      'openwhisk_userevents_global_duration:10000000000000000000000|ms',
      'openwhisk_userevents_global_waitTime:0.00001|ms',
    ]),
  );
});
