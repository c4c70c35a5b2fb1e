import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Snapshot, snapshotPorts, takeSnapshot } from '../operate';
import { counted } from '../text';
import type { Io } from './io';
import { UsageError } from './usage-error';
import { EXIT, type ExitCode, type VerbRun } from './verb';

/** Writes what is deployed as the files that --template takes; a finding when AWS refused a part. */
export const run: VerbRun = async (values, _positionals, io) => {
  if (values.out === undefined)
    throw new UsageError('snapshot: --out is missing, give the directory to write');
  const regions = (values.region ?? [undefined]) as readonly (string | undefined)[];
  let refused = 0;
  for (const region of new Set(regions)) {
    const snapshot = await takeSnapshot(snapshotPorts({ region, signal: io.signal }));
    write(String(values.out), snapshot, io);
    for (const note of snapshot.notes) io.err(`tiltmeter: ${snapshot.region}: left out: ${note}`);
    refused += snapshot.notes.length;
  }
  return (refused === 0 ? EXIT.ok : EXIT.findings) satisfies ExitCode;
};

// --- internal ---

function write(given: string, { region, files, counts }: Snapshot, io: Io): void {
  const directory = resolve(io.cwd, given, region);
  try {
    mkdirSync(directory, { recursive: true });
    for (const { name, content } of files) {
      const path = join(directory, name);
      // What was refused or is gone now is not taken from a snapshot before.
      if (content === undefined) rmSync(path, { force: true });
      else writeFileSync(path, `${JSON.stringify(content, undefined, 2)}\n`);
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOSPC' || code === 'EDQUOT') throw error;
    throw new UsageError(`snapshot: --out: cannot write '${join(given, region)}': ${code}`);
  }
  const what = Object.entries(counts).map(([name, count]) => counted(count, name));
  io.out(`${join(given, region)}: ${what.join(', ')}`);
}
