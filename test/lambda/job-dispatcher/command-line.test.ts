import { parseCommandLine } from '../../../lambda/job-dispatcher/command-line';

test.each([
  ['cmd/hello', { job_id: 'cmd/hello' }],
  ['  cmd/hello   -w core  ', { job_id: 'cmd/hello', worker: 'core' }],
  ['a --worker core --delay 2m', { job_id: 'a', worker: 'core', delay: 120 }],
  ['a -d 30', { job_id: 'a', delay: 30 }],
  ['a -p x=1 -p y= --param z=a=b', { job_id: 'a', parameters: { x: '1', y: '', z: 'a=b' } }],
  ['a -g owner.name=me -g owner.team=us', { job_id: 'a', globals: { owner: { name: 'me', team: 'us' } } }],
  [
    `a -p "s=two words" -p t='it''s' -p u=v\\ w`,
    { job_id: 'a', parameters: { s: 'two words', t: 'its', u: 'v w' } },
  ],
  [`a -p "q=say \\"x\\" \\n" -p 'r=\\"'`, { job_id: 'a', parameters: { q: 'say "x" \\n', r: '\\"' } }],
  ['a -w core # the rest -p x=1', { job_id: 'a', worker: 'core' }],
  ['a -p colour=#fff', { job_id: 'a', parameters: { colour: '#fff' } }],
  // Blanks of a web page are part of a word, as in Python's shlex.
  ['a -p x=two\u00a0words \t ', { job_id: 'a', parameters: { x: 'two\u00a0words' } }],
  ['a\u3000b\u00a0', { job_id: 'a\u3000b\u00a0' }],
])('%s', (line, request) => {
  expect(parseCommandLine(line)).toEqual({ request });
});

test.each([
  ['a -x 1', 'option -x is unknown; allowed: -w, -d, -p, -g'],
  ['--help', 'a line begins with the id of a job, got option --help; such an id can be sent as JSON'],
  ['-w core a', 'a line begins with the id of a job, got option -w; such an id can be sent as JSON'],
  ['a -w', 'option -w needs a value'],
  ['a -p x', 'option -p: "x" is not name=value'],
  ['a -p =x', 'option -p: "=x" is not name=value'],
  ['a -p x=1 -p x.y=2', 'option -p: x is given as a value and as an object'],
  ['a -p "x=1', 'a quote is not closed'],
  ["a -p 'x=1", 'a quote is not closed'],
  ['a core', 'option core is unknown; allowed: -w, -d, -p, -g'],
])('%s is refused', (line, problem) => {
  expect(parseCommandLine(line)).toEqual({ problem });
});

test('a name such as __proto__ is data and changes no prototype', () => {
  const parsed = parseCommandLine('a -p __proto__.polluted=yes -g constructor.prototype.polluted=yes');
  expect(JSON.stringify(parsed)).toBe(
    '{"request":{"job_id":"a","parameters":{"__proto__":{"polluted":"yes"}},"globals":{"constructor":{"prototype":{"polluted":"yes"}}}}}',
  );
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});
