import { z } from 'zod';
import { parseCron } from '../text';
import { ALWAYS, duration, field, report, section, timeZone } from './fields';
import type { MaintenanceConfig } from './realm-config';

const CRON_HELP =
  'minute hour day-of-month month day-of-week, one of the two days a *, with * , - and names of days, such as 0 2 * * SUN';

/** The five fields of a mute rule's cron, which are EventBridge's without its `/`, `?`, numbers of days and years. */
const cron = field<string>(`the fields of a cron expression: ${CRON_HELP}`, { type: 'string' }, (raw) => {
  const what = 'not a cron expression of a mute rule';
  if (typeof raw !== 'string' || /[/?]/.test(raw)) return { what };
  const [minute, hour, day, month, weekDay, ...more] = raw.trim().split(/\s+/);
  if (weekDay === undefined || more.length > 0 || /\d/.test(weekDay)) return { what };
  const days = weekDay === '*' ? `${day} ${month} ?` : day === '*' ? `? ${month} ${weekDay}` : '';
  return parseCron(`${minute} ${hour} ${days} *`) ? { value: raw.trim() } : { what };
});

const at = field<string>('a time such as 2027-01-31T22:00, without a zone', { type: 'string' }, (raw) =>
  typeof raw === 'string' && isTime(raw) ? { value: raw } : { what: 'not a time' },
);

const window = section({
  cron: cron.optional(),
  at: at.optional(),
  for: duration('1m', '15d', '1m'),
  zone: timeZone().default('UTC'),
})
  .superRefine(({ cron, at }, context) => {
    if ((cron === undefined) !== (at === undefined)) return;
    report(context, [], { what: cron === undefined ? 'no time' : 'two times', allowed: 'either cron or at' });
  }, ALWAYS)
  .transform(
    ({ cron, at, for: seconds, zone }): MaintenanceConfig => ({
      begins: cron === undefined ? `at(${at})` : `cron(${cron})`,
      forSeconds: seconds,
      zone,
    }),
  );

/** Times in which nobody is told of workers, queues and jobs. */
export const maintenanceSchema = z.array(window, { error: 'a list of times' }).prefault([]);

// --- internal ---

/** Of a day that exists: Date.parse would carry 30 February over to March. */
function isTime(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(text)) return false;
  const instant = Date.parse(`${text}Z`);
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(text);
}
