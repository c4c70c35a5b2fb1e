import { closest, parseDuration } from '../../text';
import { LocalRealmError } from '../local-realm-error';

/** One thing to break, or to mend, while the realm runs. */
export interface PlannedFault {
  readonly action: FaultAction;
  readonly target: FaultTarget;
  /** Wall time after the start, milliseconds. */
  readonly afterMs: number;
}

export type FaultAction = 'stop' | 'start';

/** A worker, or one of its instances. */
export interface FaultTarget {
  readonly worker: string;
  /** From 0; absent: every instance. */
  readonly index?: number;
}

/** How many instances each worker has. */
export type Fleet = Readonly<Record<string, number>>;

/** `core@15s` or `core:1@15s`. Workers and instances that are not there are refused. */
export function parsePlannedFault(action: FaultAction, text: string, fleet: Fleet): PlannedFault {
  const at = text.lastIndexOf('@');
  const seconds = at > 0 ? parseDuration(text.slice(at + 1)) : undefined;
  if (seconds === undefined) {
    throw new LocalRealmError(
      `--${action}: got '${text}', want WORKER@TIME or WORKER:INDEX@TIME, e.g. core@15s or core:1@40s`,
    );
  }
  return {
    action,
    target: parseFaultTarget(`--${action}`, text.slice(0, at), fleet),
    afterMs: seconds * 1000,
  };
}

/** `core` or `core:1`; `where` leads the error text. */
export function parseFaultTarget(where: string, text: string, fleet: Fleet): FaultTarget {
  const [worker = '', index, ...rest] = text.split(':');
  const instances = Object.hasOwn(fleet, worker) ? fleet[worker]! : undefined;
  if (instances === undefined) {
    const known = Object.keys(fleet);
    const near = closest(worker, known);
    throw new LocalRealmError(
      `${where}: unknown worker '${worker}'${near ? `, did you mean '${near}'` : ''}; ` +
        `this realm has ${known.join(', ')}`,
    );
  }
  if (index === undefined) return { worker };
  if (rest.length > 0 || !/^\d+$/.test(index) || Number(index) >= instances) {
    throw new LocalRealmError(
      `${where}: unknown instance '${text}'; worker ${worker} has ${instanceList(worker, instances)}`,
    );
  }
  return { worker, index: Number(index) };
}

// --- internal ---

const instanceList = (worker: string, count: number): string =>
  count === 0 ? 'none' : Array.from({ length: count }, (_, index) => `${worker}:${index}`).join(', ');
