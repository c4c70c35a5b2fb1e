import type { MetricFilter } from '../../../engine/model';
import type { Properties } from './properties';
import type { Resource } from './resource';

/** A metric filter that reads what a transformer makes of the records of its group. */
export interface TransformedFilter {
  readonly logicalId: string;
  readonly type: string;
  readonly filter: MetricFilter;
}

/**
 * AWS::Logs::Transformer. Of one that only takes the record out of the body of what came by OTLP, it is known what comes of
 * it: the record as it was written. Any other is not modelled.
 */
export function readTransformer({ properties }: Resource): { otlpGroups?: string[] } {
  const parts = properties.objects('TransformerConfig');
  const takesOut = parts.length === 2 && ['@message', 'body'].every((source, n) => parses(parts[n]!, source));
  return takesOut ? { otlpGroups: [properties.text('LogGroupIdentifier')] } : {};
}

// --- internal ---

function parses(part: Properties, source: string): boolean {
  const parser = part.object('ParseJSON');
  return parser?.text('Source') === source && !parser.has('Destination');
}
