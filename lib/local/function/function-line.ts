import type { DeliveryLogLine, DispatchLogLine } from '../../contract';
import type { RealmEventBody } from '../event/realm-event';

/** The event in a line that one of the dispatchers wrote; undefined for any other line. */
export function readFunctionLine(line: string): RealmEventBody | undefined {
  const parsed = parse(line);
  return parsed && READERS.get(parsed.type)?.(parsed as never);
}

// --- internal ---

const READERS = new Map<string, (line: never) => RealmEventBody | undefined>([
  ['dispatch', dispatchedJob],
  ['alert', missedAlert],
]);

/** A dispatched job; what was refused makes the invocation fail, which is told by itself. */
function dispatchedJob({ dispatched, ...of }: DispatchLogLine): RealmEventBody | undefined {
  const { job_id, run_id, worker } = of;
  if (!dispatched || !job_id || !run_id || !worker) return undefined;
  return { type: 'job', job_id, run_id, worker, status: 'dispatched' };
}

/** A channel that could not be told; what has arrived is told by the inbox. */
function missedAlert({
  channel,
  alarm,
  delivered,
  skipped,
  problem,
}: DeliveryLogLine): RealmEventBody | undefined {
  if (delivered || skipped) return undefined;
  const summary = `${alarm}: ${problem ?? 'no reason given'}`;
  return { type: 'alert', channel, target: channel, delivered: false, summary };
}

function parse(line: string): { readonly type: string } | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
