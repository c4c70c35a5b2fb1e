import type { Construct } from 'constructs';
import { formatDuration } from '../../text';
import { ConstructError } from '../construct-error';
import { DRAIN } from './drain';
import type { Machine } from './machine';

/** What would end a line of a file on the machine begins another one there; and the limits of a lifecycle hook. */
export function checkMachine(
  scope: Construct,
  { worker, command, drainSeconds }: Machine,
  environment: Readonly<Record<string, string>>,
): void {
  if (worker === DRAIN) {
    throw new ConstructError(
      scope,
      `worker: the name of the unit that drains its machine, got '${worker}', allowed: any other`,
    );
  }
  if (command.trim() === '' || command.includes('\n')) {
    throw new ConstructError(scope, `command: not a command, got '${command}', allowed: one line of shell`);
  }
  for (const [name, value] of Object.entries(environment)) {
    if (/^[A-Za-z_]\w*$/.test(name) && !value.includes('\n')) continue;
    throw new ConstructError(
      scope,
      `environment: not a variable of one line, got '${name}', allowed: letters, digits and _, and a value without line breaks`,
    );
  }
  if (drainSeconds < 30 || drainSeconds > 7_200) {
    const got = formatDuration(drainSeconds);
    throw new ConstructError(scope, `drainTimeout: out of range, got ${got}, allowed: 30s to 2h`);
  }
}

/** EC2's limit, in bytes; references in the text count as about what they become. */
export function checkUserData(scope: Construct, bytes: number): void {
  if (bytes <= 16_384) return;
  throw new ConstructError(
    scope,
    `setup: user data too long, got about ${bytes} bytes, allowed: 16384; fetch the rest in a file`,
  );
}
