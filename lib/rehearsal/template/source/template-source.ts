import { isUtf8 } from 'node:buffer';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { parseDocument } from 'yaml';
import { readAtMost } from '../../../text/read-at-most';
import { isRecord } from '../is-record';
import { templateError } from '../template-error';
import type { Unsupported } from '../template-model';
import { expand } from './expand/expand';
import { CLOUDFORMATION_TAGS, callUnknownTags, LEADING_ZERO, WORDS_OF_TRUTH } from './yaml-tags';

/** One template: a file, a text, or an object that is already parsed (CDK's `Template.toJSON()`). */
export interface TemplateSource {
  /** Its file: gives the folder of its assets, the stack's name, and the text unless that is given too. */
  readonly path?: string;
  /** JSON or YAML. */
  readonly text?: string;
  readonly template?: unknown;
  /** Default: the file's name without `.template.json`, else `stack`. */
  readonly stackName?: string;
  readonly region?: string;
  readonly accountId?: string;
  /** Values of this template's parameters. */
  readonly parameters?: Readonly<Record<string, unknown>>;
}

/** A source with its template parsed. */
export interface OpenTemplate {
  readonly stackName: string;
  /** Folder that asset paths are relative to, and the template's file in it. */
  readonly directory?: string;
  readonly file?: string;
  /** With its loops and its serverless resources expanded. */
  readonly template: Record<string, unknown>;
  /** With its loops expanded only; absent when that is the same. */
  readonly written?: Record<string, unknown>;
  /** Macros that were not. */
  readonly unexpanded: readonly Unsupported[];
  readonly source: TemplateSource;
}

/** Characters of a template that are read; CloudFormation's own limit is 1 MB, and YAML parses slowly. */
export const MAX_TEMPLATE = { json: 64 * 1024 * 1024, yaml: 1024 * 1024 } as const;

/** What a source holds, whatever kind of document it is. */
export function parseSource(source: TemplateSource): unknown {
  return source.template ?? parseTemplate(source.text ?? readText(source), whereOf(source));
}

/** What error texts call a source. */
export function whereOf({ path, stackName }: TemplateSource): string {
  return path ?? stackName ?? 'template';
}

/** @param given values of parameters, besides the source's own, for loops over them */
export function openTemplate(
  source: TemplateSource,
  given: Readonly<Record<string, unknown>> = {},
  parsed: unknown = parseSource(source),
): OpenTemplate {
  const where = whereOf(source);
  if (!isRecord(parsed) || !isRecord(parsed.Resources)) {
    throw templateError(
      'not-a-template',
      where,
      isTerraformFile(parsed, source)
        ? 'a file of Terraform as it is written or stored; give what terraform show -json prints of the plan or the state'
        : 'not a CloudFormation template: it has no Resources; give the synthesised template, a JSON or YAML file',
    );
  }
  return {
    stackName: source.stackName ?? stackNameOf(source.path),
    ...(source.path === undefined
      ? {}
      : { directory: dirname(resolve(source.path)), file: basename(source.path) }),
    ...expand(parsed, { ...given, ...source.parameters }),
    source,
  };
}

/**
 * The sources of a path: a template or another document that is read as one, a folder that CDK synthesised (every stack
 * of its manifest, with account and region where the app fixed them), or a folder of JSON files, which are taken
 * together with those of its folders.
 */
export function templateSources(path: string): TemplateSource[] {
  if (!existsSync(path)) {
    throw templateError(
      'missing-file',
      path,
      'no such file; give a template, or a folder that cdk synth or tiltmeter snapshot wrote',
    );
  }
  if (!statSync(path).isDirectory()) return [{ path }];
  const manifest = join(path, 'manifest.json');
  if (existsSync(manifest)) return assemblySources(path, manifest);
  const files = jsonFiles(path);
  if (files.length > 0) return files.map((file) => ({ path: file }));
  throw templateError(
    'missing-file',
    path,
    'the folder has neither manifest.json nor other JSON files; give the output of cdk synth or of tiltmeter snapshot',
  );
}

/** What a stack is called whose name nobody gives: as its file. */
export function stackNameOf(path: string | undefined): string {
  if (path === undefined) return 'stack';
  return basename(path).replace(/(\.nested)?(\.template)?\.(json|ya?ml|template|txt)$/i, '') || 'stack';
}

// --- internal ---

/** HCL, or a state file, which has resources with their instances. */
function isTerraformFile(parsed: unknown, { path }: TemplateSource): boolean {
  if (/\.(tf|tofu|tfvars)$/.test(path ?? '')) return true;
  return isRecord(parsed) && typeof parsed.lineage === 'string' && Array.isArray(parsed.resources);
}

interface Artifact {
  readonly type: string;
  readonly environment?: string;
  readonly properties?: {
    readonly templateFile?: string;
    readonly stackName?: string;
    readonly directoryName?: string;
  };
}

/** In the order of their names; a snapshot has a folder for each Region, and folders in it. */
function jsonFiles(directory: string, depth = 0): string[] {
  return readdirSync(directory, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) return depth < MAX_FOLDERS ? jsonFiles(path, depth + 1) : [];
      return entry.name.endsWith('.json') ? [path] : [];
    });
}

/** Folders in folders that are looked into. */
const MAX_FOLDERS = 3;

function assemblySources(directory: string, manifest: string): TemplateSource[] {
  const parsed = parseJson(readText({ path: manifest }), manifest);
  const artifacts = isRecord(parsed) && isRecord(parsed.artifacts) ? parsed.artifacts : {};
  return Object.entries(artifacts as Record<string, Artifact>).flatMap(
    ([id, { type, environment, properties }]) => {
      if (type === 'cdk:cloud-assembly' && properties?.directoryName) {
        return templateSources(join(directory, properties.directoryName));
      }
      if (type !== 'aws:cloudformation:stack' || !properties?.templateFile) return [];
      const [, accountId, region] = /^aws:\/\/([^/]+)\/(.+)$/.exec(environment ?? '') ?? [];
      return [
        {
          path: join(directory, properties.templateFile),
          stackName: properties.stackName ?? id,
          ...(region && !region.startsWith('unknown-') ? { region } : {}),
          ...(accountId && !accountId.startsWith('unknown-') ? { accountId } : {}),
        },
      ];
    },
  );
}

function readText({ path }: TemplateSource): string {
  if (path === undefined) {
    throw templateError('not-a-template', 'template', 'a source needs a path, a text or a parsed template');
  }
  if (!existsSync(path)) throw templateError('missing-file', path, 'no such file');
  const bytes = readAtMost(path, MAX_TEMPLATE.json);
  if (!bytes) throw tooLarge(path, 'json');
  if (bytes.subarray(0, 2).toString() === 'PK') {
    throw templateError(
      'not-a-template',
      path,
      'an archive; of a plan of Terraform give what terraform show -json prints',
    );
  }
  if (!isUtf8(bytes)) throw templateError('not-a-template', path, 'not UTF-8; give JSON or YAML in UTF-8');
  return bytes.toString();
}

function parseTemplate(text: string, where: string): unknown {
  const body = text.replace(/^\uFEFF/, '');
  return /^\s*\{/.test(body) ? parseJson(body, where) : parseYaml(body, where);
}

function parseJson(text: string, where: string): unknown {
  if (text.length > MAX_TEMPLATE.json) throw tooLarge(where, 'json');
  try {
    return JSON.parse(text);
  } catch (error) {
    // A YAML flow mapping also starts with a brace; a file of that kind is small.
    if (text.length <= MAX_TEMPLATE.yaml && !where.endsWith('.json')) return parseYaml(text, where);
    throw templateError('not-a-template', where, `not JSON: ${(error as Error).message}`);
  }
}

function parseYaml(text: string, where: string): unknown {
  if (text.length > MAX_TEMPLATE.yaml) throw tooLarge(where, 'yaml');
  const document = parseDocument(text, {
    logLevel: 'error',
    // CloudFormation takes a key that is there twice, and the last of them counts, as in JSON.
    uniqueKeys: false,
    // It takes no aliases itself; `aws cloudformation package` writes them out, merged ones too.
    merge: true,
    customTags: (known) => [LEADING_ZERO, WORDS_OF_TRUTH, ...known, ...CLOUDFORMATION_TAGS],
  });
  const [problem] = document.errors;
  if (problem) {
    const line = problem.linePos?.[0].line;
    const [said] = problem.message.split(/ at line \d+/);
    const what =
      problem.code === 'MULTIPLE_DOCS'
        ? 'several YAML documents, allowed: one; give each as a file of its own'
        : `not YAML: ${said}`;
    throw templateError('not-a-template', line ? `${where}:${line}` : where, what);
  }
  callUnknownTags(document);
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw templateError('not-a-template', where, `not usable YAML: ${(error as Error).message}`);
  }
}

function tooLarge(where: string, kind: keyof typeof MAX_TEMPLATE) {
  return templateError(
    'too-large',
    where,
    `larger than ${MAX_TEMPLATE[kind] / 1024 / 1024} MB, the most that is read of a ${kind.toUpperCase()} template; CloudFormation takes 1 MB, split the stack`,
  );
}
