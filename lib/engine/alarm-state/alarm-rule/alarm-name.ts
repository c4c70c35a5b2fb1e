/** The name in an alarm ARN (`arn:aws:cloudwatch:<region>:<account>:alarm:<name>`); a name as it is. */
export function alarmNameOf(nameOrArn: string): string {
  const match = ALARM_ARN.exec(nameOrArn);
  return match ? nameOrArn.slice(match[0].length) : nameOrArn;
}

// --- internal ---

const ALARM_ARN = /^arn:[^:]+:cloudwatch:[^:]*:[^:]*:alarm:/;
