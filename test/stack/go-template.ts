/**
 * Renders the part of Go's templates that the pipeline uses: fields, a variable, if with its else branches, and
 * the functions and, eq and ToUpper. What is missing is empty, and empty is false.
 */
export function renderTemplate(template: string, fields: Values): string {
  const tokens = [...template.matchAll(/\{\{ (.*?) \}\}|[^{]+|\{/g)].map(([text, action]) => ({
    text,
    action,
  }));
  return block(tokens, fields);
}

// --- internal ---

type Values = Readonly<Record<string, string | undefined>>;

interface Token {
  readonly text: string;
  readonly action: string | undefined;
}

/** Takes and renders what comes before the next `else` or `end`. */
function block(tokens: Token[], outer: Values): string {
  let values = outer;
  let rendered = '';
  while (tokens.length > 0 && !/^(else|end)\b/.test(tokens[0]!.action ?? '')) {
    const { text, action } = tokens.shift()!;
    const [, variable, expression] = /^(\$\w+) := (.*)$/.exec(action ?? '') ?? [];
    if (action === undefined) rendered += text;
    else if (variable) values = { ...values, [variable]: evaluate(expression!, values) };
    else if (action.startsWith('if ')) rendered += choice(action.slice(3), tokens, values);
    else rendered += evaluate(action, values);
  }
  return rendered;
}

/** An `if` or `else if` with all that follows it, up to its `end`. */
function choice(condition: string, tokens: Token[], values: Values): string {
  const holds = evaluate(condition, values) !== '';
  const then = block(tokens, values);
  const next = tokens.shift()?.action ?? '';
  if (next.startsWith('else if ')) {
    const other = choice(next.slice(8), tokens, values);
    return holds ? then : other;
  }
  if (next === 'end') return holds ? then : '';
  const other = block(tokens, values);
  tokens.shift();
  return holds ? then : other;
}

function evaluate(expression: string, values: Values): string {
  const [head, ...rest] = expression.match(/"[^"]*"|\S+/g) ?? [];
  const value = (word: string): string =>
    word.startsWith('"') ? word.slice(1, -1) : (values[word.replace(/^\./, '')] ?? '');
  const args = rest.map(value);
  if (head === 'and') return args.find((arg) => arg === '') ?? args.at(-1)!;
  if (head === 'eq') return args.slice(1).includes(args[0]!) ? 'true' : '';
  if (head === 'ToUpper') return args[0]!.toUpperCase();
  if (rest.length > 0) throw new Error(`no function ${head}, allowed: and, eq, ToUpper`);
  return value(head!);
}
