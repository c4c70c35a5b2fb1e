import { fleetStatus, isWell } from '../../operate';
import { deployedRealm } from '../deployed-realm';
import { EXIT, type VerbRun } from '../verb';
import { statusLines } from './status-lines';

/** Shows the workers, queues and firing alarms of a deployed realm; a finding when something is wrong. */
export const run: VerbRun = async (values, _positionals, io) => {
  const { config, ports } = deployedRealm(values, io);
  const now = Date.now();
  const status = await fleetStatus(ports, config, now);
  if (values.json) io.out(JSON.stringify(status));
  else for (const line of statusLines(status, now)) io.out(line);
  return isWell(status) ? EXIT.ok : EXIT.findings;
};
