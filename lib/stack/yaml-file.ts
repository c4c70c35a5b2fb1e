import { stringify } from 'yaml';
import type { StackFile } from './stack-options';

/** A YAML file that begins with a comment; every line of it is one line of the file. */
export function yamlFile(path: string, comment: readonly string[], content: unknown): StackFile {
  const head = comment.map((line) => `# ${line}\n`).join('');
  return { path, text: head + stringify(content, { aliasDuplicateObjects: false, lineWidth: 0 }) };
}
