import { SYSTEM_VARIABLE, variablePrefix } from '../../contract';
import { restartPolicy } from '../../runtime/supervise/restart-policy';
import { supervise } from '../../runtime/supervise/supervise';
import { systemOf } from '../../runtime/system';
import { workerOptions } from '../../runtime/worker/worker-options';
import type { Io } from '../io';
import { UsageError } from '../usage-error';
import type { ExitCode, OptionValues } from '../verb';

/** Runs any command as a worker, and ends with its exit code. */
export async function run(values: OptionValues, positionals: readonly string[], io: Io): Promise<ExitCode> {
  const { restart, 'max-restarts': max, grace, ...worker } = values;
  const flags = Object.entries(worker).flatMap(([name, value]) =>
    typeof value === 'string' ? [`--${name}=${value}`] : value === true ? [`--${name}`] : [],
  );
  const system = values.system as string | undefined;
  const code = await supervise({
    options: workerOptions(flags, { ...defaultsOf(systemOf(system, io.env)), ...io.env }),
    command: positionals,
    policy: restartPolicy(String(restart), count('max-restarts', max)),
    grace: count('grace', grace, MAX_GRACE_S) * 1000,
    env: system === undefined ? io.env : { ...io.env, [SYSTEM_VARIABLE]: system },
    cwd: io.cwd,
  });
  // the command's own code is the result here, whatever it means
  return code as ExitCode;
}

// --- internal ---

/** Of a command's worker, which has nobody to start it with Lava's flags. */
function defaultsOf(system: string): Record<string, string> {
  const prefix = variablePrefix(system);
  return { [`${prefix}HEARTBEAT`]: '60', [`${prefix}LOG_FORMAT`]: 'json' };
}

/** A day; beyond 24 of them a timer would fire at once. */
const MAX_GRACE_S = 86_400;

function count(name: string, value: unknown, max = Number.POSITIVE_INFINITY): number {
  if (/^\d+$/.test(String(value)) && Number(value) <= max) return Number(value);
  const range = max === Number.POSITIVE_INFINITY ? 'from 0' : `from 0 to ${max}`;
  throw new UsageError(`run: bad --${name} '${value}': give a whole number ${range}`);
}
