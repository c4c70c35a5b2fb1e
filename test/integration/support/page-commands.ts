import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A command of a page, as a reader would copy it. */
export interface PageCommand {
  readonly page: string;
  /** The heading above it. */
  readonly section: string;
  /** Where it ends, from 1. */
  readonly line: number;
  readonly text: string;
}

/** The commands in README.md and docs/*.md, in the order of the pages. */
export function pageCommands(root: string): PageCommand[] {
  const pages = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'));
  return ['README.md', ...pages.sort().map((name) => `docs/${name}`)].flatMap((page) =>
    commandsOf(page, readFileSync(join(root, page), 'utf8')),
  );
}

/** Every line of a `sh` block, what follows `$ ` in a `console` one, and indented lines that begin with a program. */
export function commandsOf(page: string, text: string): PageCommand[] {
  const commands: PageCommand[] = [];
  let fence: string | undefined;
  let open = '';
  let section = '';
  for (const [index, given] of text.split('\n').entries()) {
    const edge = /^ *```(\w*)/.exec(given);
    if (edge) {
      fence = fence === undefined ? edge[1] : undefined;
      continue;
    }
    if (fence === undefined) section = /^#+ (.*)/.exec(given)?.[1] ?? section;
    const found = open === '' ? commandIn(given, fence) : given.trim();
    if (found === undefined) continue;
    const whole = `${open}${found}`;
    open = whole.endsWith('\\') ? whole.slice(0, -1) : '';
    if (open === '') commands.push({ page, section, line: index + 1, text: withoutComment(whole) });
  }
  return commands.filter((command) => command.text !== '');
}

// --- internal ---

const PROGRAMS = /^(?:[A-Z_]+=\S+ )*(?:npx|npm|tiltmeter|aws|docker|terraform|git|curl|node|pip)\s/;

function commandIn(line: string, fence: string | undefined): string | undefined {
  if (fence === 'sh') return line.trim();
  if (fence === 'console') return /^\$ (.*)/.exec(line)?.[1];
  if (fence !== undefined) return undefined;
  const indented = /^ {4,}(\S.*)/.exec(line)?.[1];
  return indented !== undefined && PROGRAMS.test(indented) ? indented : undefined;
}

const withoutComment = (command: string): string => command.replace(/(^|\s+)# .*$/, '').trim();
