import { setMaxListeners } from 'node:events';
import { join } from 'node:path';
import type { LambdaFunction } from '../../rehearsal/template/template-model';
import type { EventStream } from '../event/event-stream';
import type { Clock } from '../process/clock';
import { createAsynchronousInvocation, type InvokeAsynchronously } from './asynchronous-invocation';
import { createFunctionProcess, type Invocation } from './function-process';

/** Lambda's part: every function of the template that has its code on this machine. */
export interface FunctionPool {
  readonly has: (functionArn: string) => boolean;
  /** RequestResponse; a failure is also an event of the realm. */
  readonly invoke: (functionArn: string, event: unknown) => Promise<Invocation>;
  /** Event: with Lambda's retries and dead-letter queue. */
  readonly invokeLater: (functionArn: string, event: unknown) => void;
  readonly close: () => Promise<void>;
}

export interface FunctionPoolProps {
  readonly functions: readonly LambdaFunction[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly clock: Clock;
  readonly send: (
    queueArn: string,
    body: string,
    attributes: Readonly<Record<string, string>>,
  ) => Promise<void>;
  readonly events: EventStream;
  /** A line that a function wrote. */
  readonly onOutput: (definition: LambdaFunction, line: string) => void;
  readonly onInvocation: (definition: LambdaFunction, invocation: Invocation) => void;
  readonly onGivenUp: (definition: LambdaFunction, outcome: { readonly deadLetterError: boolean }) => void;
}

export function createFunctionPool(props: FunctionPoolProps): FunctionPool {
  const stop = new AbortController();
  setMaxListeners(0, stop.signal); // One for every event that waits to be tried again.
  const units = new Map(
    props.functions
      .filter(({ codeDirectory }) => codeDirectory !== undefined)
      .map((definition) => [definition.functionArn, createUnit(props, definition, stop.signal)]),
  );
  const unitOf = (functionArn: string): Unit => {
    const unit = units.get(functionArn);
    if (!unit) throw new Error(`no function ${functionArn} in this realm`);
    return unit;
  };
  return {
    has: (functionArn) => units.has(functionArn),
    async invoke(functionArn, event) {
      const unit = unitOf(functionArn);
      const outcome = await unit.invoke(event);
      if (outcome.status !== 'ok') unit.report(outcome.status, outcome.message);
      return outcome;
    },
    invokeLater(functionArn, event) {
      const { invokeLater, report } = unitOf(functionArn);
      invokeLater(event).catch((error) => report('dropped', (error as Error).message));
    },
    async close() {
      stop.abort();
      await Promise.all([...units.values()].map(({ close }) => close()));
    },
  };
}

// --- internal ---

interface Unit {
  readonly invoke: (event: unknown) => Promise<Invocation>;
  readonly invokeLater: InvokeAsynchronously;
  readonly report: (status: ReportedStatus, detail: string) => void;
  readonly close: () => Promise<void>;
}
type ReportedStatus = Parameters<
  Parameters<typeof createAsynchronousInvocation>[1]['onFailure']
>[0]['status'];

function createUnit(props: FunctionPoolProps, definition: LambdaFunction, stopping: AbortSignal): Unit {
  const { functionName } = definition;
  const process = createFunctionProcess({
    definition,
    env: {
      ...props.env,
      ...definition.environment,
      AWS_LAMBDA_FUNCTION_NAME: functionName,
      NODE_PATH: SDK_FOLDERS.join(':'),
      TILTMETER_LOOPBACK_ONLY: '1',
    },
    cwd: props.cwd,
    speed: props.clock.speed,
    onOutput: (line) => props.onOutput(definition, line),
  });
  const report = (status: ReportedStatus, detail: string) => {
    if (!stopping.aborted) props.events.emit({ type: 'function', function: functionName, status, detail });
  };
  const invoke = async (event: unknown) => {
    const invocation = await process.invoke(event);
    props.onInvocation(definition, invocation);
    return invocation;
  };
  const invokeLater = createAsynchronousInvocation(definition, {
    invoke,
    sleep: (ms) => sleep(props.clock.onWall(ms), stopping),
    send: props.send,
    onFailure: ({ status, detail }) => report(status, detail),
    onGivenUp: (outcome) => props.onGivenUp(definition, outcome),
  });
  return { invoke, invokeLater, report, close: process.close };
}

/** Where this package finds the AWS SDK, which Lambda's runtime has and the bundles leave out. */
const SDK_FOLDERS = require.resolve.paths('@aws-sdk/client-sqs') ?? [join(__dirname, 'node_modules')];

/** False when it was cut short. */
function sleep(ms: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve(false);
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', cut);
      resolve(true);
    }, ms);
    const cut = () => {
      clearTimeout(timer);
      resolve(false);
    };
    signal.addEventListener('abort', cut, { once: true });
  });
}
