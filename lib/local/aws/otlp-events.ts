import { AwsFailure } from './aws-service';

/** An event as it is stored. */
export interface OtlpEvent {
  /** Epoch milliseconds: the record's own time. */
  readonly timestamp: number;
  readonly message: string;
}

/**
 * The events of a request to CloudWatch's OTLP endpoint. CloudWatch does not say how it stores them; this is what has been seen
 * of it: resource and scope with every record, attributes as maps, times as numbers.
 */
export function otlpEvents(text: string): OtlpEvent[] {
  try {
    const { resourceLogs = [] } = JSON.parse(text) as { resourceLogs?: readonly ResourceLogs[] };
    return resourceLogs.flatMap(({ resource = {}, scopeLogs = [] }) =>
      scopeLogs.flatMap(({ scope = {}, logRecords = [] }) =>
        logRecords.map((record) => ({
          timestamp: Math.floor(Number(record.timeUnixNano ?? record.observedTimeUnixNano ?? 0) / 1e6),
          message: JSON.stringify({ resource: plain(resource), scope: plain(scope), ...plain(record) }),
        })),
      ),
    );
  } catch {
    throw new AwsFailure('SerializationException', 'the request is not OTLP as JSON');
  }
}

// --- internal ---

type Members = Readonly<Record<string, unknown>>;

interface ResourceLogs {
  readonly resource?: Members;
  readonly scopeLogs?: readonly { readonly scope?: Members; readonly logRecords?: readonly Members[] }[];
}

interface KeyValue {
  readonly key: string;
  readonly value?: Members;
}

const plain = (members: Members): Members =>
  Object.fromEntries(Object.entries(members).map(([name, value]) => [name, plainMember(name, value)]));

function plainMember(name: string, value: unknown): unknown {
  if (name === 'attributes') return mapOf(value as readonly KeyValue[]);
  if (name === 'body') return heldBy(value as Members);
  return name.endsWith('UnixNano') ? Number(value) : value;
}

const mapOf = (list: readonly KeyValue[]): Members =>
  Object.fromEntries(list.map(({ key, value }) => [key, heldBy(value)]));

/** What an `AnyValue` holds. */
function heldBy(value: Members = {}): unknown {
  const [kind, held] = Object.entries(value)[0] ?? [];
  if (kind === 'intValue') return Number(held);
  const { values = [] } = Object(held) as { values?: readonly never[] };
  if (kind === 'arrayValue') return values.map(heldBy);
  return kind === 'kvlistValue' ? mapOf(values) : held;
}
