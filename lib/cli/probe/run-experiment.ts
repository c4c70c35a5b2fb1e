import { type Experiment, TICK } from '../../evidence';
import type { ProbePorts } from '../../operate';
import type { Clock } from './clock';

/**
 * Makes everything, and sends data until the end of the experiment or the signal. Gives the instant from which the
 * history counts, epoch milliseconds; deletes nothing.
 */
export async function runExperiment(
  ports: ProbePorts,
  experiment: Experiment,
  { clock, signal, progress }: { clock: Clock; signal: AbortSignal; progress: (line: string) => void },
): Promise<number> {
  const { alarms, composites, queueName, namespace, seconds } = experiment;
  const queueUrl = await ports.createQueue(queueName);
  for (const alarm of alarms) await ports.putAlarm(alarm);
  // Each child is to have a state of its own before a rule reads it.
  for (const alarm of composites) await ports.putComposite(alarm);
  // Five seconds into a minute, or into ten seconds, no datum is at the edge of a slot.
  const start = (Math.floor(clock.now() / MINUTE) + 1) * MINUTE + 5_000;
  for (let second = 0; second < seconds && !signal.aborted; second += TICK) {
    await clock.sleep(start + second * 1000 - clock.now(), signal);
    if (signal.aborted) break;
    const data = experiment.dataAt(second);
    if (data.length > 0) {
      const Timestamp = new Date(clock.now());
      await ports.putData(
        namespace,
        data.map(({ metricName, value, storageResolution }) => ({
          MetricName: metricName,
          Dimensions: [...experiment.dimensions],
          Timestamp,
          Value: value,
          StorageResolution: storageResolution,
        })),
      );
    }
    if (experiment.sendsMessageAt(second)) await ports.sendMessage(queueUrl);
    if (second % PROGRESS === 0) progress(`${second / 60} of ${Math.round(seconds / 60)} minutes`);
  }
  await clock.sleep(SETTLING, signal);
  return start;
}

// --- internal ---

const MINUTE = 60_000;
const PROGRESS = 300;
/** Until GetMetricData and the history have everything. */
const SETTLING = 3 * MINUTE;
