import type { MSKEvent } from 'aws-lambda';
import { createEventMeter, familyList } from '../../lib/user-events/event-meter';
import { familiesOf } from '../../lib/user-events/families';
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
 */
export function createCounter(config: UserEventsConfig, { write, now }: CounterPorts) {
  const families = familiesOf(config.preset, config.renameTags);
  const { namespace, dimensions, ignoredNamespaces } = config;
  const output = emfOutput({ families: familyList(families), namespace, dimensions, write, clock: now });
  const meter = createEventMeter({ families, ignoredNamespaces, outputs: [output], clock: now });

  return async (event: MSKEvent): Promise<void> => {
    for (const value of recordValues(event)) meter.count(value);
    await output.flush();
  };
}
