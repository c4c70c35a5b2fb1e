/** The system that is monitored unless another is named; its spellings are Lava's own. */
export const DEFAULT_SYSTEM = 'lava';

/** The variable that tells a process which system it belongs to; absent or empty is the default one. */
export const SYSTEM_VARIABLE = 'TILTMETER_SYSTEM';

/** What the names of a process's other variables begin with: `acme-batch` has `ACME_BATCH_REALM` and so on. */
export const variablePrefix = (system: string = DEFAULT_SYSTEM): string =>
  `${system.toUpperCase().replaceAll('-', '_')}_`;

/** `event_source` of the records of a worker. */
export const workerSource = (system: string = DEFAULT_SYSTEM): string => `${system}-worker`;

/**
 * Namespace of the metrics that workers emit, unless they are told another (Lava's CW_NAMESPACE default). Only the first
 * letter changes, so that no two systems share one.
 */
export const systemNamespace = (system: string = DEFAULT_SYSTEM): string =>
  system[0]!.toUpperCase() + system.slice(1);

/** What tells a process its system; nothing for the default, which processes take it to be. */
export const systemVariables = (system: string = DEFAULT_SYSTEM): Readonly<Record<string, string>> =>
  system === DEFAULT_SYSTEM ? {} : { [SYSTEM_VARIABLE]: system };
