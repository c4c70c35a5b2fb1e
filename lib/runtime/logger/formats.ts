import { OptionsError } from '../options-error';
import type { FormatFactory, FormatName } from './format';
import { jsonFormat } from './json-format';
import { lazy } from './lazy';

/** @throws OptionsError when the name is no format. */
export function formatOf(name: FormatName): FormatFactory {
  if (Object.hasOwn(FACTORIES, name)) return FACTORIES[name];
  throw new OptionsError(`unknown format '${name}': allowed are ${Object.keys(FACTORIES).join(', ')}`);
}

// --- internal ---

const FACTORIES: Record<FormatName, FormatFactory> = {
  json: jsonFormat,
  text: (...[identity, isSecret]) => lazy.textFormat().textFormat(identity, isSecret),
  oakestra: (...args) => lazy.oakestraFormat().oakestraFormat(...args),
  'oakestra-json': (...args) => lazy.oakestraJsonFormat().oakestraJsonFormat(...args),
  logfmt: (...args) => lazy.logfmtFormat().logfmtFormat(...args),
};
