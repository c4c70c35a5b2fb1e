import { fdWriter, type Spill } from './fd-writer';
import { ownDescriptor } from './own-descriptor';

export function spillToStderr(): Spill {
  const writer = fdWriter({ fd: ownDescriptor(2), name: 'stderr' });
  return (text) => writer.write(text.endsWith('\n') ? text : `${text}\n`);
}
