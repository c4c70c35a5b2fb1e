import { newestSuccess, type QueryRuns } from '../../../lib/contract';
import { eventActions } from '../../../lib/local/aws/event-actions';
import { createLogStore } from '../../../lib/local/aws/log-store';

const AT = Date.parse('2026-01-05T03:40:00.123Z');

function realm() {
  const store = createLogStore(['/var/log/lava/dev']);
  const query = eventActions({ realm: 'dev', system: 'lava' }, store)['DynamoDB_20120810.Query']!;
  const ask: QueryRuns = async (input) => query(input as never) as never;
  const ended = (timestamp: number, job: string, message = 'Complete') =>
    store.put('/var/log/lava/dev', {
      timestamp,
      logStreamName: 'core/i-1',
      message: JSON.stringify({
        event_source: 'lava-worker',
        event_type: 'job',
        realm: 'dev',
        job_id: job,
        message,
      }),
    });
  return { ask, ended };
}

test('the table of runs is answered for by the records of workers', async () => {
  const { ask, ended } = realm();
  ended(AT, 'cmd/load');
  ended(AT + 60_000, 'cmd/load', 'Failed');
  ended(AT + 120_000, 'cmd/other');
  await expect(newestSuccess(ask, 'lava.dev.events', 'cmd/load')).resolves.toBe(AT);
  await expect(newestSuccess(ask, 'lava.dev.events', 'cmd/never')).resolves.toBeUndefined();
});

test('only what has been heard of since the last look is read again', async () => {
  const { ask, ended } = realm();
  ended(AT, 'cmd/load');
  const [late, later] = [AT + 9 * 60_000, AT + 11 * 60_000];
  await expect(newestSuccess(ask, 'lava.dev.events', 'cmd/load', late)).resolves.toBe(AT);
  await expect(newestSuccess(ask, 'lava.dev.events', 'cmd/load', later)).resolves.toBeUndefined();
});

test("another realm's table is none", async () => {
  await expect(newestSuccess(realm().ask, 'lava.prod.events', 'cmd/load')).rejects.toThrow(
    'no table lava.prod.events in this realm',
  );
});
