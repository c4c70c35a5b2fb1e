/** Why a mute rule is refused. */
export type MuteRuleErrorCode =
  | 'expression-form'
  | 'cron-fields'
  | 'cron-value'
  | 'never-starts'
  | 'time-invalid'
  | 'time-skipped'
  | 'time-zone'
  | 'duration'
  | 'too-many-alarms';

/** A mute rule that CloudWatch would refuse, or that could never mute anything. */
export class MuteRuleError extends Error {
  override readonly name = 'MuteRuleError';

  constructor(
    readonly code: MuteRuleErrorCode,
    message: string,
    /** Index in the expression, where the error has a place in it. */
    readonly offset?: number,
  ) {
    super(message);
  }
}
