import { config, file, mistakes } from './realm-text';

const dispatcher = (...lines: string[]) => file({ top: lines });

test('it is on, and off by a word', () => {
  expect(config(dispatcher()).dispatcher).toEqual({ jobs: {} });
  expect(config(dispatcher('dispatcher: true')).dispatcher).toEqual({ jobs: {} });
  expect(config(dispatcher('dispatcher: off')).dispatcher).toBe(false);
  expect(config(dispatcher('dispatcher: false')).dispatcher).toBe(false);
});

test('it knows who runs a job, and whose requests it takes', () => {
  expect(config(dispatcher('dispatcher: { dialect: lava, jobs: { cmd/a: core } }')).dispatcher).toEqual({
    dialect: 'lava',
    jobs: { 'cmd/a': 'core' },
  });
});

test.each([
  [
    'dispatcher: { dialect: Lava }',
    "dispatcher.dialect: not a dialect, got 'Lava', allowed: tiltmeter or lava",
  ],
  [
    'dispatcher: { jobs: { cmd/a: cpu } }',
    "dispatcher.jobs.cmd/a: not a worker of this file, got 'cpu', allowed: core",
  ],
  [
    'dispatcher: { jobs: { cmd/a: C } }',
    "dispatcher.jobs.cmd/a: not a worker name, got 'C', allowed: 3 to 47 characters: a lower-case letter, then lower-case letters, digits, _ or -",
  ],
])('%s is refused', (line, problem) => {
  expect(mistakes(dispatcher(line))).toBe(`realms/dev.yaml:2: ${problem}`);
});
