import { FdWriter } from './fd-writer';

/**
 * Takes records that a destination can no longer be given, e.g. because the process ends: better in the wrong
 * place than lost.
 */
export type Spill = (text: string) => void;

export function spillToStderr(): Spill {
  const writer = new FdWriter({ fd: 2, name: 'stderr' });
  return (text) => writer.write(text.endsWith('\n') ? text : `${text}\n`);
}
