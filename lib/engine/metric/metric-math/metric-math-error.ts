import { SourceError } from '../../text/source-error';

/** Why a metric math expression is refused. */
export type MetricMathErrorCode =
  | 'expression-empty'
  | 'expression-too-long'
  | 'expression-too-deep'
  | 'unexpected-character'
  | 'unexpected-token'
  | 'unclosed-string'
  | 'unknown-function'
  | 'unknown-id'
  | 'argument-count'
  | 'argument-kind'
  | 'operand-kind'
  | 'scalar-result'
  | 'multiple-series'
  | 'context-missing'
  | 'series-misaligned';

/** A metric math expression that cannot be evaluated; the message ends with the expression and a caret. */
export class MetricMathError extends SourceError<MetricMathErrorCode> {
  override readonly name = 'MetricMathError';

  constructor(code: MetricMathErrorCode, offset: number, problem: string, expression: string) {
    super(code, offset, problem, expression);
  }
}
