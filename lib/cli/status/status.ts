import { fleetStatus, isWell } from '../../operate';
import { deployedRealm } from '../deployed-realm';
import { jsonText } from '../json-documents';
import { UsageError } from '../usage-error';
import { EXIT, type OptionValues, type VerbRun } from '../verb';
import { statusLines } from './status-lines';
import { type StatusFormat, statusTable } from './status-table';

/** Shows the workers, queues and firing alarms of a deployed realm; a finding when something is wrong. */
export const run: VerbRun = async (values, _positionals, io) => {
  const format = formatOf(values);
  const { config, ports } = deployedRealm(values, io);
  const now = Date.now();
  const status = await fleetStatus(ports, config, now);
  if (format === 'json') io.out(jsonText('status', status));
  else
    for (const line of format === 'text' ? statusLines(status, now) : statusTable(status, format))
      io.out(line);
  return isWell(status) ? EXIT.ok : EXIT.findings;
};

// --- internal ---

function formatOf({ format, json }: OptionValues): StatusFormat {
  if (json && format !== undefined) throw new UsageError('status: give --json or --format, not both');
  const wanted = json ? 'json' : (format ?? 'text');
  return wanted as StatusFormat;
}
