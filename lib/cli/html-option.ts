import type { OptionSpec } from './verb';

/** Of every verb whose result can be drawn. */
export const HTML_OPTION: OptionSpec = {
  type: 'string',
  value: 'FILE',
  help: 'write the result as a page with charts too, which needs no network',
};
