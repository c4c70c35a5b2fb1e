import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../constructs/functions/package-root';

export type CdkContext = Readonly<Record<string, unknown>>;

/**
 * The context of the cdk.json in the current directory, or else of this package's own. Only the CDK CLI reads
 * that file, so an app that is run or tested without the CLI would be made without its feature flags, and its
 * template would differ from the one that is deployed.
 */
export function cdkContext(directories: readonly string[] = [process.cwd(), packageRoot()]): CdkContext {
  const file = directories.map((directory) => join(directory, 'cdk.json')).find((path) => existsSync(path));
  if (!file) return {};
  return (JSON.parse(readFileSync(file, 'utf8')) as { context?: CdkContext }).context ?? {};
}
