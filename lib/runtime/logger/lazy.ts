/** The formats that few workers write, loaded when they are asked for. */
export const lazy = {
  logfmtFormat: () => require('./logfmt-format') as typeof import('./logfmt-format'),
  oakestraFormat: () => require('./oakestra-format') as typeof import('./oakestra-format'),
  oakestraJsonFormat: () => require('./oakestra-json-format') as typeof import('./oakestra-json-format'),
  textFormat: () => require('./text-format') as typeof import('./text-format'),
};
