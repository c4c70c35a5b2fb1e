import { NotModelledError } from '../../../engine';

/** Why the engine leaves something out; undefined when it does not, or when it is plainly wrong. */
export function notModelledReason(compile: () => unknown): string | undefined {
  try {
    compile();
    return undefined;
  } catch (error) {
    // What is wrong is said by the checks, and by whoever plays the template.
    return error instanceof NotModelledError ? error.message.split('\n')[0] : undefined;
  }
}
