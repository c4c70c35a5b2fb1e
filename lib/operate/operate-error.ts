/** What keeps an operation on a deployed realm from its answer; the user can mend it, so it has no stack. */
export class OperateError extends Error {
  override readonly name = 'OperateError';
  readonly userError = true;
}

/** The error of an AWS call in the user's words; the rest as AWS says it, and what is in his words already as it is. */
export function operateError(error: unknown, what: string, where: string): OperateError {
  if (error instanceof OperateError) return error;
  const { name, message } = error as Error;
  const explain = EXPLANATIONS.get(name) ?? EXPLANATIONS.get(message);
  const told = name === 'Error' || name === 'TimeLimitError' ? message : `${name}: ${message}`;
  return new OperateError(`${what}: ${explain ? explain(where) : told}`);
}

// --- internal ---

const NO_CREDENTIALS = () =>
  'no AWS credentials; set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY';
const NOT_THERE = (where: string) => `not found in ${where}; is the realm deployed there?`;

/** By the error's name, or its text where it has no name of its own. */
const EXPLANATIONS = new Map<string, (where: string) => string>([
  ['Region is missing', () => "no region; set AWS_REGION, or 'aws:' in the realm file"],
  ['CredentialsProviderError', NO_CREDENTIALS],
  ['ResourceNotFoundException', NOT_THERE],
  ['QueueDoesNotExist', NOT_THERE],
  [
    'ProvisionedThroughputExceededException',
    () => 'its read capacity is used up; ask for one job, for less, or later',
  ],
  [
    'InvalidInstanceId',
    () => 'Systems Manager does not reach all of them; are they running, with its agent?',
  ],
]);
