import { realmNames } from '../../contract';
import type { MetricSignal } from '../../engine/model/signal';
import type { RealmConfig } from '../../realm/realm-config';
import type { Queue } from '../../rehearsal/template/template-model';
import type { QueueService } from '../queue/queue-service';
import { MINUTE_MS } from './minute-sampler';
import { fleetMetrics, queueMetrics, trafficMetrics } from './published-metrics';

/** What AWS publishes at the start of a minute (epoch milliseconds) about the queues and the fleets of a realm. */
export function minuteMetrics(
  { realm, system, workers }: RealmConfig,
  queues: readonly Queue[],
  service: QueueService,
): (minute: number) => Promise<MetricSignal[]> {
  const names = realmNames(realm, system);
  return async (minute) => {
    const ofQueues = queues.map(async ({ queueName }) => [
      ...queueMetrics(queueName, await service.depth(queueName), minute),
      ...trafficMetrics(queueName, service.takeTraffic(queueName), minute - MINUTE_MS),
    ]);
    const ofFleets = workers.map(({ name, fleet }) =>
      fleetMetrics(names.worker(name).fleet, { machines: fleet.instances.min }, minute),
    );
    return [...(await Promise.all(ofQueues)), ...ofFleets].flat();
  };
}
