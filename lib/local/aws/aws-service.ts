import { type LoopbackServer, readBody, startLoopbackServer } from '../loopback-server';

/**
 * One action of an AWS service with a JSON protocol; throws an AwsFailure for what the service would refuse.
 */
export type AwsAction = (input: Readonly<Record<string, unknown>>) => object;

/** `X-Amz-Target` to action, e.g. `AmazonSSM.GetParameter`. */
export type AwsActions = Readonly<Record<string, AwsAction>>;

/** What an AWS service answers to a request that it refuses. */
export class AwsFailure extends Error {
  /** @param code The error's name, as the SDK shows it. */
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/**
 * AWS services on this machine, as far as the realm's functions and workers use them.
 * @param otlp Takes what comes to CloudWatch's OTLP endpoint for a log stream.
 */
export function startAwsService(
  actions: AwsActions,
  otlp?: (stream: string, body: string) => object,
): Promise<LoopbackServer> {
  return startLoopbackServer('AWS service', 0, async (request, response) => {
    const body = await readBody(request).catch(() => undefined);
    const { 'x-amz-target': target, 'x-aws-log-stream': stream } = request.headers;
    const isOtlp = otlp !== undefined && request.url === '/v1/logs';
    const { status, answer } = isOtlp
      ? answerTo({ otlp: () => otlp(String(stream), body ?? '') }, 'otlp', '{}')
      : answerTo(actions, String(target), body);
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(answer));
  });
}

// --- internal ---

function answerTo(actions: AwsActions, target: string, body: string | undefined) {
  try {
    const action = Object.hasOwn(actions, target) ? actions[target] : undefined;
    if (!action) throw new AwsFailure('UnknownOperationException', `the local realm does not do ${target}`);
    return { status: 200, answer: action(JSON.parse(body ?? '')) };
  } catch (error) {
    const { code, message } = error instanceof AwsFailure ? error : REFUSED;
    return { status: 400, answer: { __type: code, message } };
  }
}

const REFUSED = new AwsFailure('SerializationException', 'the request is not one of the AWS JSON protocol');
