import type { MetricId } from '../../model';
import { MetricSearchError } from './metric-search-error';
import { isFoundIn } from './tokens';

/** Whether a metric is one of those that a SEARCH finds. */
export type MetricSearch = (metric: MetricId) => boolean;

/**
 * The query of a SEARCH: `{Namespace,Dimension} MetricName="x" AND (a OR b) NOT c`. Where nothing is between two terms they are joined
 * by AND, which binds tighter than OR.
 *
 * @throws {MetricSearchError}
 */
export function parseSearch(query: string): MetricSearch {
  return new SearchParser(query).parse();
}

// --- internal ---

/** Longest query (user guide, search expression limits). */
const LONGEST = 1_024;

type Token = { readonly type: '{' | '}' | '(' | ')' | '=' | 'word' | 'quoted'; readonly text: string };

/** Of a metric, what a term is looked for in: everything, or the value of one property. */
type Names = (metric: MetricId) => readonly string[];

const ALL: Names = ({ namespace, metricName, dimensions }) => [
  namespace,
  metricName,
  ...Object.entries(dimensions).flat(),
];

class SearchParser {
  private readonly tokens: readonly Token[];
  private position = 0;

  constructor(private readonly query: string) {
    if (query.length > LONGEST)
      throw this.error(`got ${query.length} characters, allowed: at most ${LONGEST}`);
    this.tokens = tokensOf(query);
  }

  parse(): MetricSearch {
    const schema = this.accept('{') ? this.schema() : undefined;
    const terms = this.peek() ? this.either(ALL) : undefined;
    if (this.peek()) throw this.error(`unexpected '${this.peek()!.text}'`);
    if (!schema && !terms) throw this.error('is empty, allowed: a schema, search terms, or both');
    return (metric) => (schema?.(metric) ?? true) && (terms?.(metric) ?? true);
  }

  /** A namespace, and the names of all dimensions that the metric has; a namespace alone is all that is in it. */
  private schema(): MetricSearch {
    const names: string[] = [];
    while (!this.accept('}')) {
      const token = this.next();
      if (token?.type !== 'word' && token?.type !== 'quoted')
        throw this.error('expected a name or } in the schema');
      names.push(token.text);
    }
    const [namespace, ...dimensions] = names;
    if (namespace === undefined) throw this.error('the schema is empty, expected a namespace');
    const wanted = dimensions.sort().join('\n');
    return (metric) =>
      metric.namespace === namespace &&
      (dimensions.length === 0 || Object.keys(metric.dimensions).sort().join('\n') === wanted);
  }

  private either(names: Names): MetricSearch {
    const parts = [this.all(names)];
    while (this.acceptWord('OR')) parts.push(this.all(names));
    return (metric) => parts.some((part) => part(metric));
  }

  private all(names: Names): MetricSearch {
    const parts = [this.term(names)];
    for (;;) {
      const token = this.peek();
      if (!token || token.type === ')' || (token.type === 'word' && token.text === 'OR')) break;
      this.acceptWord('AND');
      parts.push(this.term(names));
    }
    return (metric) => parts.every((part) => part(metric));
  }

  private term(names: Names): MetricSearch {
    if (this.acceptWord('NOT')) {
      const inner = this.term(names);
      return (metric) => !inner(metric);
    }
    const token = this.next();
    if (token?.type === '(') {
      const inner = this.either(names);
      if (!this.accept(')')) throw this.error('expected )');
      return inner;
    }
    if (token?.type !== 'word' && token?.type !== 'quoted') throw this.error('expected a search term');
    if (this.accept('=')) return this.term(this.property(token.text));
    const { text } = token;
    return token.type === 'quoted'
      ? (metric) => names(metric).includes(text)
      : (metric) => names(metric).some((name) => isFoundIn(text, name));
  }

  private property(name: string): Names {
    if (name === 'MetricName') return ({ metricName }) => [metricName];
    if (name === 'Namespace') return ({ namespace }) => [namespace];
    if (name.startsWith(':'))
      throw this.error(`'${name}' is not modelled: metrics are of the stack's own account`);
    return ({ dimensions }) => (Object.hasOwn(dimensions, name) ? [dimensions[name]!] : []);
  }

  private peek(): Token | undefined {
    return this.tokens[this.position];
  }

  private next(): Token | undefined {
    return this.tokens[this.position++];
  }

  private accept(type: Token['type']): boolean {
    if (this.peek()?.type !== type) return false;
    this.position++;
    return true;
  }

  private acceptWord(text: string): boolean {
    const token = this.peek();
    if (token?.type !== 'word' || token.text !== text) return false;
    this.position++;
    return true;
  }

  private error(problem: string): MetricSearchError {
    return new MetricSearchError(problem, this.query);
  }
}

/** Commas are what stands between names; within quotes a backslash takes the next character as it is. */
function tokensOf(query: string): Token[] {
  const tokens: Token[] = [];
  for (const [piece, punctuation, quoted] of query.matchAll(
    /([{}()=])|"((?:\\.|[^"\\])*)"|[^\s,{}()="]+|"/g,
  )) {
    if (piece === '"') throw new MetricSearchError('a double quote is not closed', query);
    if (punctuation) tokens.push({ type: punctuation as Token['type'], text: punctuation });
    else if (quoted !== undefined) tokens.push({ type: 'quoted', text: quoted.replace(/\\(.)/g, '$1') });
    else tokens.push({ type: 'word', text: piece });
  }
  return tokens;
}
