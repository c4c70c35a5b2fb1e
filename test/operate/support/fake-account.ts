import { type LoopbackServer, readBody, startLoopbackServer } from '../../../lib/local/loopback-server';

export type Json = Readonly<Record<string, unknown>>;
type Answer = (input: Json) => object;

/** What an action is refused with. */
export class Refusal extends Error {
  constructor(
    readonly code: string,
    readonly status = 400,
  ) {
    super(`not allowed: ${code}`);
  }
}

/**
 * Services of AWS on loopback, by the wire protocols of their clients: AWS JSON, SNS's form fields and XML, and Lambda's
 * Invoke, whose payload is the body.
 *
 * @param answers by action
 * @param calls is told of every action
 */
export function startAccount(
  answers: Readonly<Record<string, Answer>>,
  calls: (action: string) => void,
): Promise<LoopbackServer> {
  return startLoopbackServer('AWS', 0, async (request, response) => {
    const body = (await readBody(request)) ?? '';
    const target = request.headers['x-amz-target'];
    const isInvocation = /\/invocations$/.test(request.url ?? '');
    const isJson = target !== undefined || isInvocation;
    const form = Object.fromEntries(new URLSearchParams(isJson ? '' : body));
    const action = isInvocation
      ? 'Invoke'
      : isJson
        ? String(target).replace(/^.*\./, '')
        : String(form.Action);
    const region = /\/([a-z0-9-]+)\/[a-z]+\/aws4_request/.exec(request.headers.authorization ?? '')?.[1];
    calls(`${action} ${region}`);
    const { status, answer } = answered(answers[action], isJson ? JSON.parse(body) : form);
    const text = isJson ? JSON.stringify(answer) : xml(action, answer, status);
    response
      .writeHead(status, { 'content-type': isJson ? 'application/x-amz-json-1.0' : 'text/xml' })
      .end(text);
  });
}

// --- internal ---

function answered(answer: Answer | undefined, input: Json): { status: number; answer: object } {
  try {
    if (!answer) throw new Refusal('UnknownOperationException');
    return { status: 200, answer: answer(input) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { status: error.status, answer: { __type: error.code, message: error.message } };
  }
}

function xml(action: string, answer: object, status: number): string {
  if (status !== 200) {
    const { __type, message } = answer as Record<string, string>;
    return `<ErrorResponse><Error><Type>Sender</Type><Code>${__type}</Code><Message>${message}</Message></Error></ErrorResponse>`;
  }
  return `<${action}Response><${action}Result>${elements(answer)}</${action}Result></${action}Response>`;
}

/** SNS's maps are entries of key and value, its lists have members. */
function elements(value: object): string {
  return Object.entries(value)
    .map(
      ([name, member]) => `<${name}>${name === 'Attributes' ? entries(member) : content(member)}</${name}>`,
    )
    .join('');
}

function content(value: unknown): string {
  if (Array.isArray(value)) return value.map((one) => `<member>${content(one)}</member>`).join('');
  return typeof value === 'object' && value !== null ? elements(value) : escaped(String(value));
}

const entries = (map: Json): string =>
  Object.entries(map)
    .map(([key, value]) => `<entry><key>${key}</key><value>${escaped(String(value))}</value></entry>`)
    .join('');

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
