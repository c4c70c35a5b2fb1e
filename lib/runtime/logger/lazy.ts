/** What few workers write or need, loaded when they are asked for. */
export const lazy = {
  boundedLine: () => require('./bounded-line') as typeof import('./bounded-line'),
  heldRecords: () => require('./held-records') as typeof import('./held-records'),
  logfmtFormat: () => require('./logfmt-format') as typeof import('./logfmt-format'),
  oakestraFormat: () => require('./oakestra-format') as typeof import('./oakestra-format'),
  oakestraJsonFormat: () => require('./oakestra-json-format') as typeof import('./oakestra-json-format'),
  textFormat: () => require('./text-format') as typeof import('./text-format'),
};
