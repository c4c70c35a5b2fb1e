import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

const root = join(__dirname, '..');

/** One import of a source file, for a value or only for a type. Paths are relative to the root, with slashes. */
export interface SourceImport {
  readonly file: string;
  readonly specifier: string;
  /** The file of this project that is named; undefined for a package. */
  readonly target: string | undefined;
  /** Whether it costs nothing when the file loads: a type, an `import()` or a `require` inside a function. */
  readonly lazy: boolean;
}

/** What a file may say to name another: a statement with or without `from`, only a type, or a call inside the code. */
const EAGER = /^(?:import|export)\s(?!type\s)(?:[^;']*?\sfrom\s+)?'([^']+)'/gm;
const TYPE = /^(?:import|export)\s+type\s[^;']*?\sfrom\s+'([^']+)'/gm;
const CALL = /(?:\brequire|\bimport)\(\s*'([^']+)'\s*\)/g;
const COMMENT_LINE = /^\s*(?:\/\/|\/?\*).*$/gm;

/** Every import of the TypeScript files below `folder`. */
export function importsOf(folder: string): SourceImport[] {
  return sourceFiles(join(root, folder)).flatMap((path) => importsIn(readFileSync(path, 'utf8'), name(path)));
}

/** Every import that the text of `file` states. */
export function importsIn(text: string, file: string): SourceImport[] {
  const code = text.replace(COMMENT_LINE, '');
  const found = (form: RegExp, lazy: boolean) =>
    [...code.matchAll(form)].map(([, specifier]) => ({
      file,
      specifier: specifier!,
      target: targetOf(file, specifier!),
      lazy,
    }));
  return [...found(EAGER, false), ...found(TYPE, true), ...found(CALL, true)];
}

// --- internal ---

function targetOf(file: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  const path = join(root, dirname(file), specifier);
  return name([`${path}.ts`, join(path, 'index.ts')].find((candidate) => existsSync(candidate)) ?? path);
}

function name(path: string): string {
  return relative(root, path).split(sep).join('/');
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sourceFiles(path);
    return entry.name.endsWith('.ts') ? [path] : [];
  });
}
