import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isRecord } from '../is-record';
import type { Properties } from './properties';
import type { Resource } from './resource';

/**
 * Absolute path of a resource's code folder: by the metadata that CDK writes beside the resource, or by the
 * stack's asset manifest. Undefined when the code is inline, in a bucket, or not a folder here.
 */
export function assetDirectory(resource: Resource, code: Properties | undefined): string | undefined {
  const { directory } = resource.stack;
  if (directory === undefined) return undefined;
  const named = resource.metadata['aws:asset:path'];
  const path =
    typeof named === 'string' ? resolve(directory, named) : manifestPath(resource, code, directory);
  return path !== undefined && isDirectory(path) ? path : undefined;
}

/** Absolute path of a nested stack's template. */
export function nestedTemplatePath(resource: Resource): string | undefined {
  const { directory } = resource.stack;
  if (directory === undefined) return undefined;
  const named = resource.metadata['aws:asset:path'];
  const url = typeof named === 'string' ? named : localUrl(resource);
  const path = url === undefined ? undefined : resolve(directory, url);
  return path !== undefined && existsSync(path) ? path : undefined;
}

// --- internal ---

/** The code's S3 key is `<asset hash>.zip`; the manifest says which folder has the hash. */
function manifestPath({ stack }: Resource, code: Properties | undefined, directory: string) {
  const key = code?.optionalText('S3Key');
  if (key === undefined || stack.file === undefined) return undefined;
  const manifest = join(directory, stack.file.replace(/\.template\.json$/, '.assets.json'));
  if (!manifest.endsWith('.assets.json') || !existsSync(manifest)) return undefined;
  const files: unknown = JSON.parse(readFileSync(manifest, 'utf8')).files;
  const entry = isRecord(files) ? files[key.replace(/^.*\//, '').replace(/\.zip$/, '')] : undefined;
  const source = isRecord(entry) && isRecord(entry.source) ? entry.source.path : undefined;
  return typeof source === 'string' ? resolve(directory, source) : undefined;
}

/** `TemplateURL` before `aws cloudformation package` may be a path beside the template. */
function localUrl({ properties }: Resource): string | undefined {
  const url = properties.optionalText('TemplateURL');
  return url === undefined || /^https?:/.test(url) ? undefined : url;
}

function isDirectory(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}
