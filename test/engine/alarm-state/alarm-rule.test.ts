import fc from 'fast-check';
import {
  type AlarmRule,
  AlarmRuleError,
  alarmNameOf,
  findCycles,
  parseAlarmRule,
} from '../../../lib/engine/alarm-state/alarm-rule';
import type { AlarmState } from '../../../lib/engine/model';
import vectors from '../../vectors/composite.json';

const STATES: readonly AlarmState[] = ['ALARM', 'OK', 'INSUFFICIENT_DATA'];

describe('the documented rules', () => {
  const rules = vectors.rules.filter(({ status }) => status !== 'conflict');
  test.each(rules.map((row) => [row.id, row] as const))('%s', (_id, { rule, states, expected }) => {
    expect(parseAlarmRule(rule).evaluate(given(states))).toBe(expected);
  });
});

describe('evaluates', () => {
  test.each([
    ['TRUE', 'ALARM'],
    ['NOT TRUE', 'OK'],
    ['NOT NOT TRUE', 'ALARM'],
    ['NOT ALARM(a) OR FALSE', 'OK'],
    ['INSUFFICIENT_DATA(c)', 'ALARM'],
    ['( ( OK ( b ) ) )', 'ALARM'],
    ['ALARM("a") AND OK(b)', 'ALARM'],
    ['ALARM("a b, (c)")', 'ALARM'],
    ['ALARM("say \\"hi\\"")', 'ALARM'],
    ["ALARM('a')", 'OK'],
    ['OK(arn:aws:cloudwatch:us-east-1:123456789012:alarm:b)', 'ALARM'],
    ['ALARM(AND)', 'ALARM'],
    ['AT_LEAST(2, ALARM, (a, b, c))', 'OK'],
    ['AT_LEAST(2, NOT ALARM, (a, b, c))', 'ALARM'],
    ['AT_LEAST(2, ALARM, (a, a, b))', 'ALARM'],
    ['AT_LEAST(34%, ALARM, (a, b, c))', 'OK'],
    ['AT_LEAST(33%, ALARM, (a, b, c))', 'ALARM'],
    ['AT_LEAST(100%, NOT OK, (a, c))', 'ALARM'],
  ])('%s as %s', (rule, expected) => {
    const states = {
      a: 'ALARM',
      b: 'OK',
      c: 'INSUFFICIENT_DATA',
      "'a'": 'OK',
      'a b, (c)': 'ALARM',
      'say "hi"': 'ALARM',
      AND: 'ALARM',
      'arn:aws:cloudwatch:us-east-1:123456789012:alarm:b': 'OK',
    };
    expect(parseAlarmRule(rule).evaluate(given(states))).toBe(expected);
  });
});

describe('children', () => {
  const rule = parseAlarmRule(
    'ALARM(b) AND (NOT OK("a") OR AT_LEAST(1, ALARM, (c, b, arn:aws:cloudwatch:eu-west-1:1:alarm:a)))',
  );

  test('are listed once each, in the order of the rule, an ARN being the same as its name', () => {
    expect(rule.children).toEqual(['b', 'a', 'c']);
  });

  test('that alarm are triggering when the rule is true, the others when it is false', () => {
    expect(rule.triggering(given({ a: 'ALARM', b: 'ALARM', c: 'OK', [ARN_A]: 'ALARM' }))).toEqual(['b', 'a']);
    expect(rule.triggering(given({ a: 'ALARM', b: 'OK', c: 'OK', [ARN_A]: 'ALARM' }))).toEqual(['b', 'c']);
  });

  test('have a name also when they are written as an ARN', () => {
    expect(alarmNameOf('arn:aws-cn:cloudwatch:cn-north-1:1:alarm:x:y')).toBe('x:y');
    expect(alarmNameOf('alarm:x')).toBe('alarm:x');
  });
});

const ARN_A = 'arn:aws:cloudwatch:eu-west-1:1:alarm:a';

describe('warns', () => {
  test('of AND beside OR without parentheses, and takes AND first', () => {
    const rule = parseAlarmRule('ALARM(a) OR ALARM(b) AND ALARM(c)');
    expect(rule.warnings).toEqual([
      'AND and OR are mixed without parentheses at offset 0: CloudWatch does not say which binds tighter ' +
        '(evaluated here as AND first); add parentheses',
    ]);
    expect(rule.evaluate(given({ a: 'ALARM', b: 'OK', c: 'OK' }))).toBe('ALARM');
  });

  test.each([
    '(ALARM(a) OR ALARM(b)) AND ALARM(c)',
    'ALARM(a) OR (ALARM(b) AND ALARM(c))',
    'ALARM(a) OR OK(b)',
  ])('not of %s', (rule) => {
    expect(parseAlarmRule(rule).warnings).toEqual([]);
  });
});

describe('refused with the reason and the place', () => {
  const OPERAND = 'expected ALARM(…), OK(…), INSUFFICIENT_DATA(…), AT_LEAST(…), TRUE, FALSE, NOT or (';
  test.each([
    ['', 'rule-empty', `alarm rule is empty, ${OPERAND}\n  \n  ^`],
    ['false', 'unknown-keyword', "unknown keyword 'false', keywords are upper case: FALSE\n  false\n  ^"],
    ['True', 'unknown-keyword', "unknown keyword 'True', keywords are upper case: TRUE\n  True\n  ^"],
    [
      'alarm(a)',
      'unknown-keyword',
      "unknown keyword 'alarm', keywords are upper case: ALARM\n  alarm(a)\n  ^",
    ],
    ['not OK(a)', 'unknown-keyword', "unknown keyword 'not', keywords are upper case: NOT\n  not OK(a)\n  ^"],
    [
      'OK(a) and OK(b)',
      'unknown-keyword',
      "unknown keyword 'and', keywords are upper case: AND\n  OK(a) and OK(b)\n        ^",
    ],
    ['OK(a) && OK(b)', 'unknown-keyword', "unknown keyword '&&', write AND\n  OK(a) && OK(b)\n        ^"],
    ['!OK(a)', 'unknown-keyword', "unknown keyword '!OK', write NOT\n  !OK(a)\n  ^"],
    ['FIRING(a)', 'unknown-keyword', `unknown keyword 'FIRING', ${OPERAND}\n  FIRING(a)\n  ^`],
    ['OK(a) OR', 'unexpected-token', `unexpected end of the rule, ${OPERAND}\n  OK(a) OR\n          ^`],
    [
      'OK(a) OK(b)',
      'unexpected-token',
      "unexpected 'OK', expected AND, OR or the end of the rule\n  OK(a) OK(b)\n        ^",
    ],
    ['(OK(a)', 'unexpected-token', 'unexpected end of the rule, expected AND, OR or )\n  (OK(a)\n        ^'],
    ['OK()', 'unexpected-token', "unexpected ')', expected an alarm name or ARN\n  OK()\n     ^"],
    [
      'OK(my alarm)',
      'unexpected-token',
      "unexpected 'alarm', expected ) after the alarm name; quote a name that holds blanks, parentheses or commas\n" +
        '  OK(my alarm)\n        ^',
    ],
    ['OK("")', 'name-empty', 'empty alarm name\n  OK("")\n     ^'],
    [
      'OK("a)',
      'unclosed-quote',
      'quoted alarm name is not closed; end it with " and write a quote inside it as \\"\n  OK("a)\n     ^',
    ],
    [
      'AT_LEAST(1, ALARM, ())',
      'at-least-list-empty',
      'AT_LEAST has an empty list, expected alarm names\n  AT_LEAST(1, ALARM, ())\n                     ^',
    ],
    ...['0', '3', '1.5', '101%', '0%', '-1', 'x', '"1"'].map((threshold) => {
      const got = threshold.startsWith('"') ? threshold : `'${threshold}'`;
      return [
        `AT_LEAST(${threshold}, ALARM, (a, b))`,
        'at-least-count',
        'AT_LEAST takes a whole number from 1 to 2 (the alarms listed) or from 1% to 100%, got ' +
          `${got}\n  AT_LEAST(${threshold}, ALARM, (a, b))\n           ^`,
      ];
    }),
    [
      'AT_LEAST(1, TRUE, (a))',
      'unexpected-token',
      "unexpected 'TRUE', expected ALARM, OK or INSUFFICIENT_DATA, with or without NOT\n" +
        '  AT_LEAST(1, TRUE, (a))\n              ^',
    ],
  ])('%s', (rule, code, message) => {
    expect(refusal(rule)).toEqual({ code, message });
  });
});

describe('limits', () => {
  const names = (count: number) => Array.from({ length: count }, (_, index) => `OK(a${index})`).join(' AND ');

  test('are met by 100 children and 500 elements', () => {
    expect(parseAlarmRule(names(100)).children).toHaveLength(100);
    expect(() => parseAlarmRule(Array(500).fill('TRUE').join(' OR '))).not.toThrow();
  });

  test.each([
    ['too-many-children', names(101), 'alarm rule names 101 alarms, at most 100 are allowed'],
    [
      'too-many-elements',
      Array(501).fill('TRUE').join(' OR '),
      'alarm rule has more than 500 elements (alarms, TRUE, FALSE, parentheses)',
    ],
    [
      'too-many-elements',
      `${'('.repeat(500)}TRUE${')'.repeat(500)}`,
      'alarm rule has more than 500 elements',
    ],
    ['rule-too-long', 'T'.repeat(10_241), 'alarm rule has 10241 characters, at most 10240 are allowed'],
    ['name-too-long', `OK(${'n'.repeat(256)})`, 'alarm name has 256 characters, at most 255 are allowed'],
  ])('are kept: %s', (code, rule, message) => {
    expect(refusal(rule)?.code).toBe(code);
    expect(refusal(rule)?.message).toContain(message);
  });

  test('keep the caret in sight of a long rule', () => {
    const rule = `${Array(20).fill('TRUE').join(' OR ')} OR oops OR ${Array(20).fill('TRUE').join(' OR ')}`;
    const [, line, caret] = refusal(rule)!.message.split('\n') as [string, string, string];
    expect(line.length).toBeLessThan(110);
    expect(line.slice(caret.indexOf('^')).startsWith('oops OR')).toBe(true);
  });
});

describe('canEver', () => {
  const canEver = (rule: string) =>
    STATES.slice(0, 2).map((state) => parseAlarmRule(rule).canEver(state as 'ALARM' | 'OK'));

  test.each([
    ['ALARM(a)', [true, true]],
    ['FALSE', [false, true]],
    ['TRUE', [true, false]],
    ['ALARM(a) AND OK(a)', [false, true]],
    ['ALARM(a) OR NOT ALARM(a)', [true, false]],
    ['NOT ALARM(a) AND NOT OK(a) AND NOT INSUFFICIENT_DATA(a)', [false, true]],
    ['ALARM(a) AND OK(arn:aws:cloudwatch:eu-west-1:1:alarm:a)', [false, true]],
    ['AT_LEAST(2, ALARM, (a, b)) AND NOT ALARM(b)', [false, true]],
  ])('%s: ALARM and OK as %j', (rule, expected) => {
    expect(canEver(rule)).toEqual(expected);
  });

  test('is quick for 100 children in a conjunction', () => {
    const rule = Array.from({ length: 100 }, (_, index) => `ALARM(a${index})`).join(' AND ');
    expect(canEver(rule)).toEqual([true, true]);
  });

  test('gives up on a rule that takes too many cases', () => {
    const half = Array.from({ length: 40 }, (_, index) => `a${index}`);
    const most = `AT_LEAST(21, ALARM, (${half}))`;
    expect(parseAlarmRule(`${most} AND AT_LEAST(21, OK, (${half}))`).canEver('ALARM')).toBeUndefined();
  });
});

describe('findCycles', () => {
  const composites = (rules: Record<string, string>) =>
    Object.entries(rules).map(([alarmName, alarmRule]) => ({ alarmName, alarmRule }));

  test.each([
    ['none in a chain', { a: 'ALARM(b)', b: 'ALARM(c)', c: 'ALARM(metric)' }, []],
    ['none in a diamond', { a: 'ALARM(b) OR ALARM(c)', b: 'ALARM(d)', c: 'ALARM(d)', d: 'TRUE' }, []],
    ['one of a composite that names itself', { a: 'NOT ALARM(a)' }, [['a']]],
    ['one through an ARN', { a: 'ALARM(b)', b: `OK(${ARN_A})` }, [['a', 'b']]],
    ['one that starts at the first listed', { x: 'OK(c)', b: 'OK(c)', c: 'OK(b)' }, [['b', 'c']]],
    [
      'two that are apart',
      { a: 'OK(b)', b: 'OK(a)', c: 'OK(d)', d: 'OK(c)' },
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
  ])('finds %s', (_what, rules, expected) => {
    expect(findCycles(composites(rules))).toEqual(expected);
  });

  test('does not overflow on a chain of 20,000', () => {
    const chain = Array.from({ length: 20_000 }, (_, i) => ({
      alarmName: `a${i}`,
      alarmRule: `ALARM(a${i + 1})`,
    }));
    expect(findCycles(chain)).toEqual([]);
  });
});

describe('for any text', () => {
  const pieces = fc.constantFrom(
    ...[
      'ALARM',
      'OK(',
      'AT_LEAST(',
      'NOT',
      'AND',
      ' OR ',
      '(',
      ')',
      ',',
      '"',
      '\\"',
      'a',
      ' ',
      '1',
      '50%',
      'TRUE',
      '\n',
      '✓',
    ],
  );
  const texts = fc.oneof(
    fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join('')),
    fc.string({ unit: 'binary', maxLength: 200 }),
  );

  test('the parser returns a rule or throws its own error, within the text', () => {
    fc.assert(
      fc.property(texts, (text) => {
        try {
          parseAlarmRule(text);
        } catch (error) {
          expect(error).toBeInstanceOf(AlarmRuleError);
          expect((error as AlarmRuleError).offset).toBeGreaterThanOrEqual(0);
          expect((error as AlarmRuleError).offset).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test.each(['(', 'NOT ', '"', 'ALARM(', '\\"', 'AND ', 'TRUE OR '])(
    'a rule of nothing but %s is quick',
    (piece) => {
      const started = performance.now();
      expect(refusal(piece.repeat(Math.floor(10_240 / piece.length)))).toBeDefined();
      expect(performance.now() - started).toBeLessThan(5_000);
    },
  );
});

describe('for any rule', () => {
  type Tree = { readonly text: string; readonly holds: (states: Record<string, AlarmState>) => boolean };
  const name = fc.constantFrom('a', 'b', 'x y', 'q"t', 'p(1),2');
  const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.boolean().map((value): Tree => ({ text: value ? 'TRUE' : 'FALSE', holds: () => value })),
      fc.tuple(fc.constantFrom(...STATES), name).map(
        ([state, child]): Tree => ({
          text: `${state}("${child.replaceAll('"', '\\"')}")`,
          holds: (states) => states[child] === state,
        }),
      ),
      tie('tree').map(
        (inner): Tree => ({ text: `NOT (${inner.text})`, holds: (states) => !inner.holds(states) }),
      ),
      fc.tuple(fc.boolean(), tie('tree'), tie('tree')).map(
        ([and, left, right]): Tree => ({
          text: `(${left.text}) ${and ? 'AND' : 'OR'} (${right.text})`,
          holds: (states) => {
            const [l, r] = [left.holds(states), right.holds(states)];
            return and ? l && r : l || r;
          },
        }),
      ),
    ),
  }));
  const states = fc.record(
    Object.fromEntries(['a', 'b', 'x y', 'q"t', 'p(1),2'].map((key) => [key, fc.constantFrom(...STATES)])),
  ) as fc.Arbitrary<Record<string, AlarmState>>;

  test('printing and parsing keeps its meaning, and canEver agrees with what is seen', () => {
    fc.assert(
      fc.property(tree, states, ({ text, holds }, assignment) => {
        const rule: AlarmRule = parseAlarmRule(text);
        const expected = holds(assignment) ? 'ALARM' : 'OK';
        expect(rule.evaluate(given(assignment))).toBe(expected);
        expect(rule.canEver(expected)).not.toBe(false);
        expect(rule.warnings).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

function given(states: Readonly<Record<string, string | undefined>>): (child: string) => AlarmState {
  return (child) => {
    const state = states[child];
    if (!state) throw new Error(`the rule asks for '${child}', which the case does not state`);
    return state as AlarmState;
  };
}

function refusal(rule: string): { code: string; message: string } | undefined {
  try {
    parseAlarmRule(rule);
  } catch (error) {
    if (!(error instanceof AlarmRuleError)) throw error;
    return { code: error.code, message: error.message };
  }
  return undefined;
}

describe('AND beside OR without parentheses', () => {
  const rule = (precedence?: 'and-first' | 'or-first' | 'left-first') =>
    parseAlarmRule('ALARM(a) OR ALARM(b) AND ALARM(c) OR ALARM(d)', precedence);
  const evaluate = (alarming: string, precedence?: 'and-first' | 'or-first' | 'left-first') =>
    rule(precedence).evaluate((name) => (alarming.includes(name) ? 'ALARM' : 'OK'));

  test('is read as the reading says, AND first unless it says otherwise', () => {
    expect(['a', 'd', 'ac'].map((alarming) => evaluate(alarming))).toEqual(['ALARM', 'ALARM', 'ALARM']);
    expect(['a', 'd', 'ac'].map((alarming) => evaluate(alarming, 'or-first'))).toEqual(['OK', 'OK', 'ALARM']);
    expect(['a', 'd', 'ac'].map((alarming) => evaluate(alarming, 'left-first'))).toEqual([
      'OK',
      'ALARM',
      'ALARM',
    ]);
  });

  test('does not concern what is in parentheses', () => {
    for (const precedence of ['and-first', 'or-first', 'left-first'] as const) {
      const { evaluate: run } = parseAlarmRule('ALARM(a) OR (ALARM(b) AND ALARM(c))', precedence);
      expect(run((name) => (name === 'a' ? 'ALARM' : 'OK'))).toBe('ALARM');
    }
  });
});
