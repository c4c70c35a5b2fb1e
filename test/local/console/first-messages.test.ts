import { createFirstMessages } from '../../../lib/local/console/first-messages';
import { createEventStream } from '../../../lib/local/event/event-stream';

const mail = (state: string) => ({
  at: 0,
  channel: 'email',
  target: 'a@b.c',
  summary: `${state}: "a"`,
  body: '',
});

test('a new alarm that is OK is told apart from one that is OK again', () => {
  const events = createEventStream(() => 0);
  const first = createFirstMessages(events);
  const tell = (from: 'INSUFFICIENT_DATA' | 'ALARM' | 'OK', to: 'OK' | 'ALARM') => {
    events.emit({ type: 'transition', alarm: 'a', from, to, reason: '' });
    events.emit({
      type: 'notification',
      alarm: 'a',
      state: to,
      target: 't',
      action: 'arn',
      subject: `${to}: "a"`,
    });
    const sent = mail(to);
    first.see(sent);
    return first.has(sent);
  };
  expect([tell('INSUFFICIENT_DATA', 'OK'), tell('OK', 'ALARM'), tell('ALARM', 'OK')]).toEqual([
    true,
    false,
    false,
  ]);
  const transitions = events.recent().filter(({ type }) => type === 'transition');
  expect(transitions.map((event) => first.has(event))).toEqual([true, false, false]);
});
