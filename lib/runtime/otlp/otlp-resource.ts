import type { RecordIdentity } from '../logger/format';
import { messageOf, noticeOnce } from '../notice';
import { pairsOf } from './name-value-pairs';

export type ResourceAttributes = Readonly<Record<string, string | number | boolean>>;

/**
 * OTEL_RESOURCE_ATTRIBUTES and OTEL_SERVICE_NAME. By the specification of the resource a list with an error in it is left out
 * as a whole, and told.
 */
export function givenResource(env: Readonly<Record<string, string | undefined>>): ResourceAttributes {
  const { 'service.name': listed, ...attributes } = listedResource(env[LIST]?.trim());
  const service = env.OTEL_SERVICE_NAME?.trim() || listed;
  return service ? { ...attributes, 'service.name': service } : attributes;
}

/**
 * The resource by the semantic conventions, and what every record of a worker says of itself under its own names. What is
 * given wins, but for those names, by which records are found; a service name that nobody has given is the records' tag.
 */
export function resourceAttributes(
  identity: Omit<RecordIdentity, 'event_source'> & { readonly event_source?: string },
  given: ResourceAttributes,
): ResourceAttributes {
  const { realm, worker, host, tag, pid, event_source } = identity;
  const own = { realm, worker, tag, ...(event_source !== undefined && { event_source }) };
  for (const [name, value] of Object.entries(own)) {
    if (Object.hasOwn(given, name) && given[name] !== value)
      noticeOnce(
        `resource ${name}`,
        `resource attribute ${name} '${given[name]}' is not sent: this worker's is '${value}'`,
      );
  }
  return {
    'service.name': tag,
    'service.namespace': realm,
    'service.instance.id': `${host}-${pid}`,
    'host.name': host,
    'process.pid': pid,
    'process.runtime.name': 'nodejs',
    'process.runtime.version': process.versions.node,
    ...given,
    ...own,
  };
}

// --- internal ---

const LIST = 'OTEL_RESOURCE_ATTRIBUTES';

function listedResource(text: string | undefined): Readonly<Record<string, string>> {
  try {
    return Object.fromEntries(pairsOf(text ? [LIST, text] : undefined));
  } catch (error) {
    const message = messageOf(error);
    noticeOnce(message, `${message}: none of it is used`);
    return {};
  }
}
