import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The CDK, which every verb with a realm file synthesises with. */
export const CDK = ['aws-cdk-lib', 'constructs'] as const;

/**
 * What to say when an optional peer is not installed: which, and the command that installs all that the verb needs.
 * Undefined for any other error.
 * @param needs Peers of the verb. @default the one that is missing
 */
export function missingPackage(error: unknown, needs: readonly string[] = []): string | undefined {
  const { code, message = '' } = (error ?? {}) as NodeJS.ErrnoException;
  const [, name] =
    (CODES.has(code) && /^Cannot find (?:module|package) '((?:@[^/']+\/)?[^/'@]+)/.exec(message)) || [];
  const versions = name === undefined ? {} : peers();
  if (name === undefined || !Object.hasOwn(versions, name)) return undefined;
  const group = (CDK as readonly string[]).includes(name) ? CDK : [name];
  const wanted = [...new Set([...group, ...needs.filter((need) => !isInstalled(need))])];
  const install = wanted.map((wish) =>
    /^[~\d]/.test(versions[wish] ?? '') ? `${wish}@${versions[wish]}` : wish,
  );
  return `needs the package ${name}, which is not installed; npm i ${install.join(' ')}`;
}

// --- internal ---

/** Of require and of import. */
const CODES: ReadonlySet<string | undefined> = new Set(['MODULE_NOT_FOUND', 'ERR_MODULE_NOT_FOUND']);

/** The optional peers and the versions that are known to work, from the package.json above this file. */
function peers(): Readonly<Record<string, string>> {
  let directory = __dirname;
  while (!existsSync(join(directory, 'package.json'))) directory = dirname(directory);
  return JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')).peerDependencies;
}

const isInstalled = (name: string): boolean =>
  (require.resolve.paths(name) ?? []).some((folder) => existsSync(join(folder, name)));
