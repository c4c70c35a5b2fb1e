import { type AwsActions, AwsFailure } from '../../../lib/local/aws/aws-service';

type Input = Readonly<Record<string, unknown>>;
/** As DynamoDB has it on the wire. */
export type WireItem = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * Query and Scan of a table of runs with Lava's keys, as far as `runs` asks: a page holds so many items, which a filter
 * thins out afterwards; a name or value that no expression uses is refused, and a key in a filter, as DynamoDB does.
 *
 * @param told is told of every request
 */
export function eventsTable(
  name: string,
  items: readonly WireItem[],
  told: (action: string, input: Input) => void = () => {},
  pageSize = 3,
): AwsActions {
  function answer(action: 'Query' | 'Scan', input: Input): object {
    told(action, input);
    if (input.TableName !== name) throw new AwsFailure('ResourceNotFoundException', 'not found');
    const { KeyConditionExpression: key = '', FilterExpression: filter = '', IndexName: index } = input;
    const sortKey = index === 'job_id-tu_event-index' ? 'tu_event' : 'run_id';
    refuseWaste(input, `${key} ${filter}`);
    const filtered = attributesOf(String(filter), input);
    if (action === 'Query' && filtered.some((attribute) => ['job_id', sortKey].includes(attribute))) {
      throw new AwsFailure('ValidationException', 'Filter Expression can only contain non-primary key');
    }
    const inOrder = items.filter((item) => meets(item, String(key), input));
    if (action === 'Query') {
      inOrder.sort((a, b) => (text(a, sortKey) < text(b, sortKey) ? -1 : 1));
      if (input.ScanIndexForward === false) inOrder.reverse();
    }
    const from = Number((input.ExclusiveStartKey as WireItem | undefined)?.place?.N ?? 0);
    const to = from + Math.min(pageSize, Number(input.Limit ?? pageSize));
    const Items = inOrder.slice(from, to).filter((item) => meets(item, String(filter), input));
    const more = to < inOrder.length && { LastEvaluatedKey: { place: { N: String(to) } } };
    return { Items, Count: Items.length, ...more };
  }
  return {
    'DynamoDB_20120810.Query': (input) => answer('Query', input),
    'DynamoDB_20120810.Scan': (input) => answer('Scan', input),
  };
}

// --- internal ---

const text = (item: WireItem, attribute: string): string => String(item[attribute]?.S ?? '');
const TERM = /(#\d+) (?:(=|<=|>=) (:\d+)|BETWEEN (:\d+) AND (:\d+)|IN \(([^)]*)\))(?: AND |$)/y;

function termsOf(expression: string): string[][] {
  const terms: string[][] = [];
  TERM.lastIndex = 0;
  while (TERM.lastIndex < expression.length) {
    const term = TERM.exec(expression);
    if (!term) throw new AwsFailure('ValidationException', `Invalid expression: ${expression}`);
    terms.push(term);
  }
  return terms;
}

const place = (input: Input, kind: 'Names' | 'Values', at: string): unknown =>
  (input[`ExpressionAttribute${kind}`] as Input)[at];
const attributesOf = (expression: string, input: Input): string[] =>
  termsOf(expression).map(([, name]) => String(place(input, 'Names', name!)));

function meets(item: WireItem, expression: string, input: Input): boolean {
  return termsOf(expression).every(([, name, sign, value, low, high, list]) => {
    const has = item[String(place(input, 'Names', name!))]?.S as string | undefined;
    if (has === undefined) return false;
    const of = (at: string) => String((place(input, 'Values', at) as { S: string }).S);
    if (list !== undefined) return list.split(', ').some((at) => of(at) === has);
    if (low !== undefined) return of(low) <= has && has <= of(high!);
    return sign === '=' ? has === of(value!) : sign === '<=' ? has <= of(value!) : has >= of(value!);
  });
}

function refuseWaste(input: Input, expressions: string): void {
  const given = [input.ExpressionAttributeNames ?? {}, input.ExpressionAttributeValues ?? {}];
  const unused = given.flatMap((map) => Object.keys(map as Input)).filter((at) => !expressions.includes(at));
  if (unused.length > 0) throw new AwsFailure('ValidationException', `unused in expressions: ${unused}`);
}
