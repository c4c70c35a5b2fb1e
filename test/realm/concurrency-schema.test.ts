import { config, file, mistakes } from './realm-text';

/** Two severities that the dispatcher serves, and one of SNS alone. */
const reserved = (line: string) =>
  file({ top: [`reservedConcurrency: ${line}`], page: ['- slack: ssm:/dev/slack'] }).replace(
    'workers:',
    '  ticket:\n    - slack: ssm:/dev/slack\n  note:\n    - email: a@example.com\nworkers:',
  );

test('what is kept of the account is left to the constructs, or given for each dispatcher', () => {
  expect(config(file()).reservedConcurrency).toBeUndefined();
  expect(config(reserved('{ alertDispatcher: 4, jobDispatcher: 20 }')).reservedConcurrency).toEqual({
    alertDispatcher: 4,
    jobDispatcher: 20,
  });
  expect(config(reserved('{ alertDispatcher: 0, jobDispatcher: 0 }')).reservedConcurrency).toEqual({
    alertDispatcher: 0,
    jobDispatcher: 0,
  });
});

test.each([
  [
    '{ alertDispatcher: 3 }',
    'alertDispatcher: less than its queues need, got 3, allowed: 0 or from 4, 2 for each severity that it serves',
  ],
  [
    '{ alertDispatcher: -1 }',
    'alertDispatcher: out of range, got -1, allowed: a whole number from 0 to 100000',
  ],
  [
    '{ jobDispatcher: 1.5 }',
    'jobDispatcher: not a whole number, got 1.5, allowed: a whole number from 0 to 100000',
  ],
  [
    '{ jobDispatcher: ten }',
    "jobDispatcher: not a whole number, got 'ten', allowed: a whole number from 0 to 100000",
  ],
])('%s is refused', (line, problem) => {
  expect(mistakes(reserved(line))).toBe(`realms/dev.yaml:2: reservedConcurrency.${problem}`);
});

test('a number for a dispatcher that is off is refused', () => {
  const top = ['dispatcher: off', 'reservedConcurrency: { jobDispatcher: 5 }'];
  expect(mistakes(file({ top }))).toBe(
    'realms/dev.yaml:3: reservedConcurrency.jobDispatcher: nobody dispatches, got 5, allowed: with a dispatcher, which is off',
  );
});
