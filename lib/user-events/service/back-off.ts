export interface BackOffProps {
  /** ms before the first retry. @default 3 s */
  readonly min?: number;
  /** ms that no wait exceeds, the random part apart. @default 30 s */
  readonly max?: number;
  /** Random part of a wait, so that not all consumers come back at once. @default 0.2 */
  readonly randomFactor?: number;
  /** From 0 to 1. @default Math.random */
  readonly random?: () => number;
}

/** OpenWhisk's waits between restarts: doubled each time. @param failures in a row, from 1 */
export function backOff(props: BackOffProps = {}): (failures: number) => number {
  const { min = 3_000, max = 30_000, randomFactor = 0.2, random = Math.random } = props;
  return (failures) => {
    const wait = Math.min(max, min * 2 ** Math.min(failures - 1, MAX_DOUBLINGS));
    return Math.round(wait * (1 + random() * randomFactor));
  };
}

// --- internal ---

const MAX_DOUBLINGS = 30;
