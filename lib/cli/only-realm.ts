import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Io } from './io';
import type { OptionValues, Verb } from './verb';

/** Names of the realm files of a directory, in their order; none where it cannot be read, which who needs one says. */
export function realmsIn(realms: string, cwd: string): string[] {
  try {
    return readdirSync(resolve(cwd, realms))
      .flatMap((name) => (name.endsWith('.yaml') ? [name.slice(0, -'.yaml'.length)] : []))
      .sort();
  } catch {
    return [];
  }
}

/** The values of a verb that needs a realm: without `--realm` the only one that there is, else the verb's own. */
export function withRealm({ options }: Verb, values: OptionValues, { cwd }: Io): OptionValues {
  const otherwise = options.realm?.orOnly;
  if (otherwise === undefined || values.realm !== undefined) return values;
  const names = realmsIn(String(values.realms), cwd);
  return { ...values, realm: names.length === 1 ? names[0]! : otherwise };
}
