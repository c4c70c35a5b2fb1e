import { createEventStream } from '../../../lib/local/event/event-stream';
import type { RealmEvent } from '../../../lib/local/event/realm-event';

const notice = (message: string) => ({ type: 'notice', code: 'test', message }) as const;

test('listeners get each event with its realm time', () => {
  const seen: RealmEvent[] = [];
  const stream = createEventStream(() => Date.UTC(2026, 0, 1));
  stream.listen((event) => seen.push(event));
  stream.emit(notice('now'));
  stream.emit(notice('then'), Date.UTC(2025, 0, 1));
  expect(seen).toEqual([
    { ...notice('now'), at: '2026-01-01T00:00:00.000Z' },
    { ...notice('then'), at: '2025-01-01T00:00:00.000Z' },
  ]);
});

test('only the latest events of a type are kept, and no other type takes their place', () => {
  const stream = createEventStream(() => 0);
  stream.emit({ type: 'metric', namespace: 'n', metric: 'first' });
  for (let i = 0; i < 300; i++) stream.emit(notice(String(i)));
  expect(stream.recent()).toHaveLength(201);
  expect(stream.recent()[0]).toMatchObject({ metric: 'first' });
  expect(stream.recent().at(-1)).toMatchObject({ message: '299' });
});
