import type { FaultKind } from '../stimulus';
import type { Span } from './detection';
import { spanText } from './times-report';

/** How late the people of a severity, or of a topic, may be told. */
export interface TimeLimit {
  readonly who: string;
  readonly seconds: number;
  /** As it was given. */
  readonly text: string;
}

/** A fault of an alarm of which a topic is told later than it may be. */
export interface OverLimit {
  readonly alarm: string;
  readonly fault: FaultKind;
  readonly told: Span & { readonly topic: string };
  readonly limit: TimeLimit;
}

/** `FAIL  depth: step: alerts-page is told after 3m1s to 4m59s, --max page=2m` */
export const overText = ({ alarm, fault, told, limit }: OverLimit): string =>
  `FAIL  ${alarm}: ${fault}: ${told.topic} is told after ${spanText(told)}, --max ${limit.text}`;
