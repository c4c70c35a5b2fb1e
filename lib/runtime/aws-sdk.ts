import { messageOf } from './notice';
import { OptionsError } from './options-error';

/**
 * Loads a part of the AWS SDK, which costs more than the whole runtime, when something is sent with it. The name is a
 * variable and the comments speak to webpack and Vite, so that no bundler follows it: the runtime brings no SDK along.
 * @param given Loads it in its place, e.g. `() => import('@aws-sdk/client-sqs')` of a program that is bundled with it.
 * @throws OptionsError when it is not installed.
 */
export async function loadSdk<T>(
  name: string,
  purpose: string,
  given: (() => Promise<unknown>) | undefined,
): Promise<T> {
  try {
    const module = given ? given() : import(/* webpackIgnore: true */ /* @vite-ignore */ name);
    return (await module) as T;
  } catch (error) {
    const [reason] = messageOf(error).split('\n');
    throw new OptionsError(`cannot load ${name}, which ${purpose}: ${reason}; npm install ${name}`);
  }
}
