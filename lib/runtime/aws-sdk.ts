import { messageOf } from './notice';
import { OptionsError } from './options-error';

/** What is said when a part of the AWS SDK cannot be loaded: the runtime has no dependencies and brings none along. */
export function sdkError(name: string, purpose: string, error: unknown): OptionsError {
  const [reason] = messageOf(error).split('\n');
  return new OptionsError(`cannot load ${name}, which ${purpose}: ${reason}; npm install ${name}`);
}
