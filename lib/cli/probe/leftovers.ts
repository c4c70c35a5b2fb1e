import { PROBE_PREFIX } from '../../evidence';
import type { ProbePorts } from '../../operate';
import { counted } from '../../text';
import type { Io } from '../io';
import { EXIT, type ExitCode } from '../verb';

type Deletes = Pick<ProbePorts, 'deleteAll'>;

/** `--clean`: what crashed probes have left. */
export async function cleanUp(ports: Deletes, io: Io): Promise<ExitCode> {
  const names = await ports.deleteAll(PROBE_PREFIX);
  for (const name of names) io.out(`deleted ${name}`);
  io.out(names.length === 0 ? 'nothing is left of a probe' : `deleted ${counted(names.length, 'resource')}`);
  return EXIT.ok;
}

/** What was made is deleted with calls that the interruption does not end. */
export async function remove(ports: Deletes, prefix: string, io: Io): Promise<void> {
  try {
    const names = await ports.deleteAll(prefix);
    io.err(`tiltmeter: deleted ${counted(names.length, 'resource')}`);
  } catch (error) {
    io.err(`tiltmeter: not all could be deleted: ${(error as Error).message}; run tiltmeter probe --clean`);
  }
}
