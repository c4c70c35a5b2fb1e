import { realmNames } from '../../contract';
import type { AlarmStatus } from '../../engine/alarm-state/alarm-status';
import type { RealmConfig } from '../../realm/realm-config';
import type { Inbox, Mail } from '../alert/inbox';
import type { QueueDepth } from '../aws/published-metrics';
import type { CloudWatch } from '../cloud-watch';
import type { EventStream } from '../event/event-stream';
import type { RealmEvent } from '../event/realm-event';
import type { Clock } from '../process/clock';
import type { QueueService } from '../queue/queue-service';
import type { Member } from '../worker/machine';
import type { WorkerFleet } from '../worker/worker-fleet';

/** Everything that the console page shows; instants are realm time in epoch milliseconds. */
export interface RealmStatus {
  readonly realm: string;
  readonly speed: number;
  readonly now: number;
  readonly workers: readonly WorkerStatus[];
  readonly alarms: readonly AlarmStatus[];
  /** Newest first. */
  readonly inbox: readonly Mail[];
  /** Newest first. */
  readonly events: readonly RealmEvent[];
}

export interface WorkerStatus {
  readonly worker: string;
  readonly queue: string;
  readonly depth: QueueDepth;
  readonly instances: readonly Member[];
}

export interface StatusSources {
  readonly config: RealmConfig;
  readonly clock: Clock;
  readonly fleet: WorkerFleet;
  readonly queues: QueueService;
  readonly monitor: CloudWatch;
  readonly inbox: Inbox;
  readonly events: EventStream;
}

export async function realmStatus(sources: StatusSources): Promise<RealmStatus> {
  const { config, clock, fleet, queues, monitor, inbox, events } = sources;
  const names = realmNames(config.realm, config.system);
  const workers = config.workers.map(async ({ name: worker }) => {
    const { queue } = names.worker(worker);
    const instances = fleet.members().filter((member) => member.worker === worker);
    return { worker, queue, depth: await queues.depth(queue), instances };
  });
  return {
    realm: config.realm,
    speed: clock.speed,
    now: clock.now(),
    workers: await Promise.all(workers),
    alarms: monitor.alarms(),
    inbox: inbox.mails().toReversed(),
    events: events.recent().toReversed(),
  };
}
