import { z } from 'zod';
import { DISPATCH_DIALECTS, type DispatchDialect, GRAMMAR_HELP, WORKER_NAME } from '../contract';
import { type Checked, field, section, text } from './fields';
import type { DispatcherConfig } from './realm-config';

/** Job to the worker that runs it where a request names none. */
export const jobWorkers = z.record(z.string(), text(WORKER_NAME, 'not a worker name', GRAMMAR_HELP.worker), {
  error: 'a map of jobs to their workers',
});

const given = section({
  dialect: field(DISPATCH_DIALECTS.join(' or '), { enum: DISPATCH_DIALECTS }, dialectOf).optional(),
  jobs: jobWorkers.prefault({}),
});

/** The job dispatcher: `off` or false, true, or what it is to know. */
export const dispatcherSchema = z
  .union([z.literal('off'), z.boolean(), given], { error: 'off, or a map of dialect and jobs' })
  .prefault({})
  .transform((raw): false | DispatcherConfig => {
    if (raw === 'off' || raw === false) return false;
    return raw === true ? { jobs: {} } : raw;
  });

// --- internal ---

function dialectOf(raw: unknown): Checked<DispatchDialect> {
  const value = DISPATCH_DIALECTS.find((known) => known === raw);
  return value ? { value } : { what: 'not a dialect' };
}
