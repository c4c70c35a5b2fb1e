import { type TimeZone, timeZoneOf } from '../../engine/text/time-zone';
import type { Schedule } from '../../rehearsal/template/template-model';
import { parseCron } from '../../text';
import { lookUp } from '../../text/look-up';
import { MINUTE_MS } from '../aws/minute-sampler';

/** EventBridge Scheduler's part: starts whatever has become due since the last call; realm time, epoch milliseconds. */
export type Scheduler = (now: number) => void;

export interface SchedulerProps {
  readonly schedules: readonly Schedule[];
  /** When the schedules were made; a rate counts from there. */
  readonly start: number;
  /** `input` has its context attributes filled in. */
  readonly run: (targetArn: string, input: string) => void;
  readonly onUnknown: (schedule: Schedule) => void;
}

export function createScheduler({ schedules, start, run, onUnknown }: SchedulerProps): Scheduler {
  const active = schedules
    .filter(({ enabled }) => enabled)
    .flatMap((schedule) => {
      const isDue = dueBy(schedule, start);
      if (!isDue) onUnknown(schedule);
      return isDue ? [{ schedule, isDue }] : [];
    });
  let next = Math.floor(start / MINUTE_MS) * MINUTE_MS;
  return (now) => {
    for (; next <= now; next += MINUTE_MS) {
      for (const { schedule, isDue } of active) {
        if (isDue(next)) run(schedule.targetArn, inputOf(schedule, next));
      }
    }
  };
}

// --- internal ---

/** Whether a schedule starts something in the minute that begins at an instant. */
type Due = (minute: number) => boolean;

const UNIT_MINUTES: Readonly<Record<string, number>> = { minute: 1, hour: 60, day: 1_440 };

function dueBy({ expression, timezone }: Schedule, start: number): Due | undefined {
  const [, form, body = ''] = /^(rate|cron|at)\((.+)\)$/.exec(expression) ?? [];
  if (form === 'rate') return dueByRate(body, Math.floor(start / MINUTE_MS));
  const zone = timeZoneOf(timezone);
  if (!zone) return undefined;
  if (form === 'cron') {
    const cron = parseCron(body);
    return cron && ((minute) => cron.matches(new Date(zone.toLocal(minute))) && isFirst(zone, minute));
  }
  const at = Date.parse(`${body}Z`);
  if (form !== 'at' || Number.isNaN(at)) return undefined;
  return (minute) =>
    Math.floor(zone.toLocal(minute) / MINUTE_MS) === Math.floor(at / MINUTE_MS) && isFirst(zone, minute);
}

/** In the hour that clocks show twice it starts once (EventBridge Scheduler user guide, schedule types): the first time. */
function isFirst(zone: TimeZone, minute: number): boolean {
  return zone.toInstants(zone.toLocal(minute)).every((instant) => instant >= minute);
}

/** The first start is at once. */
function dueByRate(body: string, firstMinute: number): Due | undefined {
  const [, amount, unit] = /^(\d+) (minute|hour|day)s?$/.exec(body) ?? [];
  const minutes = Number(amount) * (lookUp(UNIT_MINUTES, unit ?? '') ?? Number.NaN);
  if (!(minutes > 0)) return undefined;
  return (minute) => (minute / MINUTE_MS - firstMinute) % minutes === 0;
}

/** The context attributes of EventBridge Scheduler (user guide, Adding context attributes) that stand in an input. */
function inputOf({ scheduleName, input = '{}' }: Schedule, minute: number): string {
  const time = new Date(minute).toISOString().replace('.000', '');
  return input
    .replaceAll('<aws.scheduler.scheduled-time>', time)
    .replaceAll('<aws.scheduler.schedule-arn>', scheduleName)
    .replaceAll('<aws.scheduler.execution-id>', `${scheduleName}-${minute}`)
    .replaceAll('<aws.scheduler.attempt-number>', '1');
}
