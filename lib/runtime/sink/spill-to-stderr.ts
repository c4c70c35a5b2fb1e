import { FdWriter, type Spill } from './fd-writer';

export function spillToStderr(): Spill {
  const writer = new FdWriter({ fd: 2, name: 'stderr' });
  return (text) => writer.write(text.endsWith('\n') ? text : `${text}\n`);
}
