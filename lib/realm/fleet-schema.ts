import { GRAMMAR_HELP, WORKER_NAME } from '../contract';
import { ALWAYS, boolean, duration, field, report, section, text, wholeNumber } from './fields';
import type { FleetConfig } from './realm-config';

const instances = section({ min: wholeNumber(0, 1000).optional(), max: wholeNumber(0, 1000).optional() })
  .superRefine(({ min, max }, context) => {
    if (typeof min !== 'number' || typeof max !== 'number' || min <= max) return;
    report(context, ['min'], { what: `greater than max ${max}`, allowed: `0 to ${max}` });
  }, ALWAYS)
  .transform(({ min, max }) => {
    const least = min ?? Math.min(1, max ?? 1);
    return { min: least, max: max ?? Math.max(1, least) };
  });

/** One line, since it becomes one of a script. */
const shellLine = text(/^[^\n]*\S[^\n]*$/, 'not a command', 'one line of shell');

const LINES = { type: 'array', items: { type: 'string' } };

const shellLines = field<readonly string[]>('a list of shell lines', LINES, (raw) =>
  Array.isArray(raw) && raw.every((line) => typeof line === 'string')
    ? { value: raw }
    : { what: 'not a list of lines' },
);

/** Whose the machines are: created by the stack, those of a group, or another worker's. */
const WAYS = ['command', 'existing', 'on'] as const;

/** What only a fleet that the stack creates can have. */
const OF_A_CREATED_FLEET = ['setup', 'docker', 'backlog', 'drain', 'watchdog'] as const;

/** CloudFormation's grammar of names of Auto Scaling groups, without what a metric's dimension cannot hold. */
const groupName = text(
  /^(?=.*\S)[\x20-\x39\x3b-\x7e]{1,255}$/,
  'not the name of a group',
  'the name of an Auto Scaling group',
);

export const fleetFields = {
  existing: groupName.optional(),
  on: text(WORKER_NAME, 'not a worker name', GRAMMAR_HELP.worker).optional(),
  daemons: wholeNumber(1, 100).default(1),
  instances: instances.prefault({}),
  type: text(/^[a-z][a-z0-9-]*\.[a-z0-9-]+$/, 'not an instance type', 'a type such as t3.small').default(
    't3.small',
  ),
  command: shellLine.optional(),
  setup: shellLines.optional(),
  docker: boolean().optional(),
  backlog: wholeNumber(0, 1_000_000).optional(),
  drain: duration('1m', '2h', '1m').optional(),
  watchdog: duration('10s', '1h').optional(),
} as const;

/**
 * The machines of a worker. With a command the stack creates them; without, they are somebody else's, and the
 * file says how many there are.
 */
export const fleetSchema = section(fleetFields)
  .superRefine((given, context) => {
    const ways = WAYS.filter((way) => given[way] !== undefined);
    if (ways.length > 1) {
      report(context, [ways[1]!], {
        what: `given together with ${ways[0]}`,
        allowed: `one of ${WAYS.join(', ')}`,
      });
    }
    if (given.command !== undefined) return;
    for (const key of OF_A_CREATED_FLEET) {
      if (given[key] === undefined) continue;
      report(context, [key], {
        what: 'given without a command',
        allowed: 'command, which creates the fleet',
      });
    }
  }, ALWAYS)
  .transform(
    ({ instances, type, command, existing, on, daemons, ...created }): FleetConfig => ({
      instances,
      type,
      daemons,
      ...(existing !== undefined && { existing }),
      ...(on !== undefined && { on }),
      ...(command !== undefined && {
        created: {
          command,
          setup: created.setup ?? [],
          docker: created.docker ?? false,
          backlogPerInstance: created.backlog ?? 0,
          drainSeconds: created.drain,
          watchdogSeconds: created.watchdog,
        },
      }),
    }),
  );
