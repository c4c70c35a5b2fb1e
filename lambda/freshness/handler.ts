import { tableQuery, timedSearch } from './aws';
import { readConfig } from './config';
import { createRecordSuccesses } from './record-successes';
import { createTableSuccesses } from './table-successes';
import { createWatch } from './watch';

let watch: (() => Promise<void>) | undefined;

/** Entry point of the function. The environment is read at the first event, so that a mistake in it is an error of that event. */
export async function handler(): Promise<void> {
  watch ??= create();
  await watch();
}

// --- internal ---

function create(): () => Promise<void> {
  const config = readConfig(process.env);
  const { source } = config;
  const searchLogs = timedSearch();
  return createWatch(config, {
    findSuccesses:
      'table' in source
        ? createTableSuccesses(source.table, tableQuery())
        : createRecordSuccesses(config, source.logGroup, searchLogs),
    searchLogs,
    now: Date.now,
    // A write to a pipe or a file is synchronous on Linux: no line is lost when the process is frozen.
    write: (line) => process.stdout.write(`${line}\n`),
  });
}
