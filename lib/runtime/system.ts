import { DEFAULT_SYSTEM, SYSTEM_VARIABLE } from '../contract/system';

/** The system that the process belongs to: what is given, else what its environment says, else the default. */
export const systemOf = (
  given: string | undefined,
  env: Readonly<Record<string, string | undefined>> = process.env,
): string => given || env[SYSTEM_VARIABLE] || DEFAULT_SYSTEM;
