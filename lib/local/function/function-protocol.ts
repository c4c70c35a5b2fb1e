/** Messages between the local realm and the process of a Lambda function; every message has one answer. */
export interface ToFunction {
  readonly event: unknown;
  readonly context: FunctionContext;
}

/** `ready` and `init-error` answer the start, the others an event. */
export type FromFunction =
  | { readonly kind: 'ready' }
  | { readonly kind: 'init-error'; readonly error: string }
  | { readonly kind: 'result'; readonly result: unknown }
  | { readonly kind: 'error'; readonly error: string };

/** The part of Lambda's context that is data. */
export interface FunctionContext {
  readonly awsRequestId: string;
  readonly functionName: string;
  readonly invokedFunctionArn: string;
  /** Realm time, as the function's Date is. */
  readonly timeoutMs: number;
}
