import { parser } from '@grafana/lezer-logql';

export type SyntaxNode = ReturnType<typeof parser.parse>['topNode'];

/** The tree of a query. An error has the text around each place that is no LogQL. */
export function parseLogql(query: string): SyntaxNode {
  const errors = syntaxErrors(query);
  if (errors.length > 0) throw new Error(`no LogQL near ${errors.join(', ')}`);
  return parser.parse(query).topNode;
}

/** The text around each place of a query that is no LogQL, each text once. */
export function syntaxErrors(query: string): string[] {
  const errors = new Set<string>();
  parser.parse(query).iterate({
    enter: ({ type, from, to }) => {
      if (type.isError) errors.add(query.slice(Math.max(0, from - 10), to + 10));
    },
  });
  return [...errors];
}

/** The nodes of a name at any depth, in the order of the text. */
export function within(node: SyntaxNode, name: string): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  node.cursor().iterate((cursor) => {
    if (cursor.name === name) found.push(cursor.node);
  });
  return found;
}

export const sourceOf = (node: SyntaxNode, query: string): string => query.slice(node.from, node.to);

/** What a string says: backquotes take everything as it is, double quotes have escapes. */
export function stringOf(node: SyntaxNode, query: string): string {
  const source = sourceOf(node, query);
  return source.startsWith('`') ? source.slice(1, -1) : JSON.parse(source);
}

/** A pattern of RE2, of which our rules use what JavaScript has too, but for the notation of named groups. */
export function regularExpression(pattern: string): RegExp {
  return new RegExp(pattern.replaceAll('(?P<', '(?<'));
}

/** For what no rule uses: a query that needs it must not pass for one that has been evaluated. */
export function notEvaluated(node: SyntaxNode, query: string): Error {
  return new Error(`${node.name} is not evaluated here: ${sourceOf(node, query)}`);
}
