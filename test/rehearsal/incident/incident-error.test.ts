import { IncidentError } from '../../../lib/rehearsal';

test('a mistake that a file makes in many lines is one line of the message, and every problem is kept', () => {
  const gone = (file: string, line?: number) => ({ file, line, message: "unknown alarm, got 'a'" });
  const problems = [
    gone('x.yaml', 3),
    gone('x.yaml', 5),
    gone('x.yaml', 8),
    gone('y.yaml', 2),
    gone('z.yaml'),
  ];
  const error = new IncidentError([...problems, { file: 'x.yaml', line: 4, message: 'no such unit' }]);
  expect(error.message.split('\n')).toEqual([
    "x.yaml:3: unknown alarm, got 'a' (also in lines 5, 8)",
    "y.yaml:2: unknown alarm, got 'a'",
    "z.yaml: unknown alarm, got 'a'",
    'x.yaml:4: no such unit',
  ]);
  expect(error.problems).toHaveLength(6);
});
