import { eventUpdates, type Update } from './event-updates';
import type { Families, Family } from './families';
import type { MetricRegistry } from './metric-registry';
import type { Output } from './output/output';
import { type RejectReason, readEvent } from './read-event';

export interface EventMeterProps {
  readonly families: Families;
  readonly ignoredNamespaces?: readonly string[];
  /** For whoever asks. @default none */
  readonly registry?: MetricRegistry;
  /** For whoever is told. @default none */
  readonly outputs?: readonly Output[];
  /** Epoch ms. @default Date.now */
  readonly clock?: () => number;
}

/** Counts events, whatever they are and wherever they come from. */
export interface EventMeter {
  /** Never throws: what cannot be counted is counted as rejected. @returns why it was, if it was. */
  readonly count: (event: string | Buffer | null | undefined) => RejectReason | undefined;
  readonly rejected: () => Readonly<Partial<Record<RejectReason, number>>>;
  /** Events so far, the rejected ones among them. */
  readonly counted: () => number;
}

export function createEventMeter(props: EventMeterProps): EventMeter {
  const { families, registry, outputs = [], clock = Date.now } = props;
  const updatesOf = eventUpdates({ families, ignoredNamespaces: props.ignoredNamespaces });
  const rejected: Partial<Record<RejectReason, number>> = {};
  let counted = 0;

  return {
    count(event) {
      counted += 1;
      const reading = readEvent(textOf(event));
      const updates: readonly Update[] = updatesOf(reading);
      const now = clock();
      registry?.apply(updates, now);
      const at = reading.type === 'rejected' ? now : (reading.time ?? now);
      for (const output of outputs) output.apply(updates, at);
      if (reading.type !== 'rejected') return undefined;
      rejected[reading.reason] = (rejected[reading.reason] ?? 0) + 1;
      return reading.reason;
    },
    rejected: () => rejected,
    counted: () => counted,
  };
}

/** All families of a preset, in the order in which they are exposed. */
export const familyList = (families: Families): readonly Family[] => Object.values(families.of);

// --- internal ---

const textOf = (event: string | Buffer | null | undefined): string | undefined =>
  event === null || event === undefined ? undefined : event.toString();
