import type { Received } from '../../runtime/otlp/otlp-server';
import type { LogEntry } from '../../stack/logql/log-range';

/**
 * What Loki keeps of requests to its OTLP endpoint, by its documentation: the attributes of the resource that are
 * configured are labels, all other attributes are metadata of the line, and the line is the body.
 * @param config of Loki, as it was read
 */
// biome-ignore lint/suspicious/noExplicitAny: Loki's shape, not ours; a wrong path fails the test
export function lokiEntries(requests: readonly Received[], config: any): LogEntry[] {
  const { ignore_defaults, attributes_config } = config.limits_config.otlp_config.resource_attributes;
  const [{ action, attributes: indexed }] = attributes_config;
  if (!ignore_defaults || action !== 'index_label')
    throw new Error('another configuration than is read here');
  return requests.flatMap(({ body }) =>
    (body.resourceLogs ?? []).flatMap(({ resource, scopeLogs }) => {
      const ofResource = texts(resource.attributes);
      const isLabel = ([name]: [string, string]) => indexed.includes(name);
      const labels = Object.fromEntries(ofResource.filter(isLabel));
      const rest = ofResource.filter((one) => !isLabel(one));
      return scopeLogs.flatMap(({ logRecords }) =>
        logRecords.map(({ body: line, timeUnixNano, attributes = [] }) => ({
          atMs: Number(timeUnixNano) / 1e6,
          line: line?.stringValue ?? '',
          labels,
          metadata: Object.fromEntries([...rest, ...texts(attributes)]),
        })),
      );
    }),
  );
}

// --- internal ---

type Attributes = readonly { readonly key: string; readonly value: Readonly<Record<string, unknown>> }[];

/** Loki has no dots in names. */
const texts = (attributes: Attributes = []): [string, string][] =>
  attributes.map(({ key, value }) => [key.replaceAll('.', '_'), String(Object.values(value)[0])]);
