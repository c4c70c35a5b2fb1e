import { SourceError } from '../../text/source-error';

/** Why an alarm rule is refused. */
export type AlarmRuleErrorCode =
  | 'rule-empty'
  | 'rule-too-long'
  | 'too-many-children'
  | 'too-many-elements'
  | 'unexpected-token'
  | 'unknown-keyword'
  | 'unclosed-quote'
  | 'name-empty'
  | 'name-too-long'
  | 'at-least-count'
  | 'at-least-list-empty';

/** An alarm rule that CloudWatch would refuse; the message ends with the rule and a caret. */
export class AlarmRuleError extends SourceError<AlarmRuleErrorCode> {
  override readonly name = 'AlarmRuleError';

  constructor(code: AlarmRuleErrorCode, offset: number, problem: string, rule: string) {
    super(code, offset, problem, rule);
  }
}
