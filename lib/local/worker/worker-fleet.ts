import type { RealmConfig } from '../../realm/realm-config';
import type { FaultTarget, Fleet } from './fault-plan';
import { type CollectedLine, createMachine, type MachineProps, type Member } from './machine';

/** The machines of every worker of a realm. */
export interface WorkerFleet {
  readonly start: (target: FaultTarget) => void;
  /** SIGKILL; they stay down until they are started. */
  readonly kill: (target: FaultTarget, why: string) => void;
  /** What the agents have collected since the last time; `now` is the realm time of reading it. */
  readonly collect: (now: number) => readonly CollectedLine[];
  readonly members: () => readonly Member[];
  readonly close: () => Promise<void>;
}

/** How many machines the realm file gives each worker at rest. */
export function fleetOf({ workers }: RealmConfig): Fleet {
  return Object.fromEntries(workers.map(({ name, fleet }) => [name, fleet.instances.min]));
}

export function createWorkerFleet(props: MachineProps): WorkerFleet {
  const machines = props.config.workers.flatMap((worker) =>
    Array.from({ length: worker.fleet.instances.min }, (_, index) => createMachine(props, worker, index)),
  );
  const matching = ({ worker, index }: FaultTarget) =>
    machines.filter(
      ({ instance }) => instance.worker === worker && (index ?? instance.index) === instance.index,
    );
  return {
    start(target) {
      for (const machine of matching(target)) machine.start();
    },
    kill(target, why) {
      for (const machine of matching(target)) machine.kill(why);
    },
    collect: (now) => machines.flatMap((machine) => machine.collect(now)),
    members: () => machines.map((machine) => machine.member()),
    async close() {
      await Promise.all(machines.map((machine) => machine.close()));
    },
  };
}
