import { OptionsError } from '../options-error';
import type { Doors } from './call-site';
import type { Format, FormatFactory, FormatName, RecordIdentity } from './format';
import { jsonFormat } from './json-format';
import type { IsSecret } from './json-value';
import { lazy } from './lazy';

/** @throws Error when the name is no format. */
export function createFormat(
  name: FormatName,
  identity: RecordIdentity,
  isSecret: IsSecret,
  doors: Doors,
): Format {
  if (!Object.hasOwn(FACTORIES, name)) {
    throw new OptionsError(`unknown format '${name}': allowed are ${Object.keys(FACTORIES).join(', ')}`);
  }
  return FACTORIES[name](identity, isSecret, doors);
}

// --- internal ---

const FACTORIES: Record<FormatName, FormatFactory> = {
  json: jsonFormat,
  text: (...[identity, isSecret]) => lazy.textFormat().textFormat(identity, isSecret),
  oakestra: (...args) => lazy.oakestraFormat().oakestraFormat(...args),
  'oakestra-json': (...args) => lazy.oakestraJsonFormat().oakestraJsonFormat(...args),
  logfmt: (...args) => lazy.logfmtFormat().logfmtFormat(...args),
};
