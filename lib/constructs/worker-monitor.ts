import { Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import {
  GRAMMAR_HELP,
  REALM_NAME,
  RESERVED_WORKERS,
  realmNames,
  reservedSystem,
  SEVERITY_HELP,
  SEVERITY_NAME,
  SYSTEM_NAME,
  WORKER_NAME,
  type WorkerNames,
} from '../contract';
import type { AlertRouting } from './alert-routing';
import { ConstructError } from './construct-error';

/** What every monitor of a worker is told. */
export interface WorkerMonitorProps {
  /** Name of the realm, by Lava's grammar. */
  readonly realm: string;

  /** Name of the worker, by Lava's grammar. */
  readonly worker: string;

  /**
   * Name of the job system; the first part of every name.
   * @default 'lava'
   */
  readonly system?: string;

  /** Where the alarms go; AlertRouting.silent('why') to tell nobody. */
  readonly alerts: AlertRouting;
}

/** The names of a worker, after its names have been checked against the grammar. */
export function workerNamesOf(
  scope: IConstruct,
  props: Pick<WorkerMonitorProps, 'realm' | 'worker' | 'system'>,
): WorkerNames {
  checkRealm(scope, props);
  checkName(scope, 'worker', props.worker);
  if (RESERVED_WORKERS.includes(props.worker)) {
    throw new ConstructError(
      scope,
      `worker: a name of the realm's own, got '${props.worker}', allowed: any but ${RESERVED_WORKERS.join(', ')}`,
    );
  }
  return realmNames(props.realm, props.system).worker(props.worker);
}

/** Refuses a realm or system name that is outside the grammar. */
export function checkRealm(scope: IConstruct, { realm, system }: { realm: string; system?: string }): void {
  checkName(scope, 'realm', realm);
  if (system === undefined) return;
  checkName(scope, 'system', system);
  const taken = reservedSystem(system);
  if (taken !== undefined) {
    throw new ConstructError(
      scope,
      `system: a name that is taken, got '${system}', allowed: any other; ${taken}`,
    );
  }
}

/** Refuses a name that is outside its grammar; `kind` is also the prop. */
export function checkName(
  scope: IConstruct,
  kind: 'realm' | 'worker' | 'system' | 'severity',
  name: string,
): void {
  if (Token.isUnresolved(name) || GRAMMAR[kind].test(name)) return;
  throw new ConstructError(scope, `${kind}: not a ${kind} name, got '${name}', allowed: ${HELP[kind]}`);
}

// --- internal ---

const GRAMMAR = { realm: REALM_NAME, worker: WORKER_NAME, system: SYSTEM_NAME, severity: SEVERITY_NAME };
const HELP = { ...GRAMMAR_HELP, severity: SEVERITY_HELP };
