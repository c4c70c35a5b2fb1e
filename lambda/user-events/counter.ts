import type { MSKEvent } from 'aws-lambda';
import { USER_EVENTS_ENV } from '../../lib/contract';
import { createEventMeter, familyList } from '../../lib/user-events/event-meter';
import { familiesOf, labelsOf } from '../../lib/user-events/families';
import { emfOutput } from '../../lib/user-events/output/emf-output';
import type { UserEventsConfig } from './config';
import { recordValues } from './records';

export interface CounterPorts {
  /** Takes one line of the embedded metric format. */
  readonly write: (line: string) => void;
  /** Epoch ms. */
  readonly now: () => number;
}

/**
 * Turns batches of user events into CloudWatch metrics. What is no event is counted by reason, so that it never
 * holds up a partition; a batch that is delivered again is counted again.
 * @throws Error for a dimension or a renamed tag that the preset does not have.
 */
export function createCounter(config: UserEventsConfig, { write, now }: CounterPorts) {
  const families = familiesOf(config.preset, config.renameTags);
  const { namespace, dimensions, ignoredNamespaces } = config;
  const labels = labelsOf(families);
  const unknown = dimensions?.find((dimension) => !labels.includes(dimension));
  if (unknown !== undefined)
    throw new Error(`${USER_EVENTS_ENV.dimensions}: got '${unknown}', allowed: ${labels.join(', ')}`);
  const output = emfOutput({ families: familyList(families), namespace, dimensions, write, clock: now });
  const meter = createEventMeter({ families, ignoredNamespaces, outputs: [output], clock: now });

  return async (event: MSKEvent): Promise<void> => {
    for (const value of recordValues(event)) meter.count(value);
    await output.flush();
  };
}
