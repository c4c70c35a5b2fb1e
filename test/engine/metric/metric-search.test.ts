import { parseSearch } from '../../../lib/engine';
import type { MetricId } from '../../../lib/engine/model';

const metric = (
  metricName: string,
  dimensions: Record<string, string> = {},
  namespace = 'Mine',
): MetricId => ({
  namespace,
  metricName,
  dimensions,
});

describe('a search', () => {
  // Each row is an example of the user guide, "CloudWatch search expression syntax".
  test.each([
    ['count', 'CustomCount1', true],
    ['Count', 'CustomCount1', true],
    ['COUNT', 'CustomCount1', true],
    ['couNT', 'CustomCount1', false],
    ['CustomCount', 'CustomCount1', true],
    ['Count1', 'CustomCount1', true],
    ['customcount', 'CustomCount1', false],
    ['count1', 'CustomCount1', false],
    ['"CustomCount1"', 'CustomCount1', true],
    ['"customcount1"', 'CustomCount1', false],
    ['"Custom"', 'CustomCount1', false],
    ['sdb', 'SDBFailure', true],
    ['failure', 'SDBFailure', true],
    ['trial', 'Project2-trial333', true],
    ['333', 'Project2-trial333', true],
    ['network/errors', 'Network-Errors-2', true],
    ['network+errors', 'NetworkErrors2', true],
    ['Network_Errors', 'NetworkErrors2', true],
    ['"Network-Errors-2"', 'Network-Errors-2', true],
    ['"Network_Errors_2"', 'Network-Errors-2', false],
    ['"Europe\\\\France Traffic\\(Network\\)"', 'Europe\\France Traffic(Network)', true],
  ])('for %s finds the name %s: %s', (query, name, found) => {
    expect(parseSearch(query)(metric(name))).toBe(found);
  });

  test('of a schema finds metrics with exactly its dimensions, in any order', () => {
    const finds = parseSearch('{"My Space", Host, Disk} used');
    expect(finds(metric('used', { Disk: 'a', Host: 'b' }, 'My Space'))).toBe(true);
    expect(finds(metric('used', { Disk: 'a' }, 'My Space'))).toBe(false);
    expect(finds(metric('used', { Disk: 'a', Host: 'b', Kind: 'c' }, 'My Space'))).toBe(false);
    expect(finds(metric('used', { Disk: 'a', Host: 'b' }))).toBe(false);
  });

  test('of a namespace alone finds all that is in it', () => {
    const finds = parseSearch('{MyNamespace}, "CustomCount1"');
    expect(finds(metric('x', { Name: 'CustomCount1' }, 'MyNamespace'))).toBe(true);
  });

  test('joins terms by AND, OR and NOT, of one property where it is named', () => {
    const finds = parseSearch(
      '{AWS/Lambda,FunctionName} MetricName="Errors" OR (MetricName="Invocations" AND (ProjectA OR ProjectB))',
    );
    const of = (name: string, fn: string) => finds(metric(name, { FunctionName: fn }, 'AWS/Lambda'));
    expect([of('Errors', 'x'), of('Invocations', 'x'), of('Invocations', 'my-ProjectB-1')]).toEqual([
      true,
      false,
      true,
    ]);
    const others = parseSearch('NOT Namespace=AWS');
    expect([others(metric('AWS')), others(metric('x', {}, 'AWS/EC2'))]).toEqual([true, false]);
    const sizes = parseSearch('InstanceType=(micro OR "m5.large")');
    const size = (InstanceType: string) => sizes(metric('x', { InstanceType }));
    expect([size('t2.micro'), size('m5.large'), size('m5.xlarge')]).toEqual([true, true, false]);
  });

  test.each([
    ['', "search '': is empty, allowed: a schema, search terms, or both"],
    ['{} x', "search '{} x': the schema is empty, expected a namespace"],
    ['"x', `search '"x': a double quote is not closed`],
    ['(a', "search '(a': expected )"],
    ['a)', "search 'a)': unexpected ')'"],
    ['a OR', "search 'a OR': expected a search term"],
    [
      ':aws.AccountId="1"',
      `search ':aws.AccountId="1"': ':aws.AccountId' is not modelled: metrics are of the stack's own account`,
    ],
  ])('%j is refused', (query, message) => {
    expect(() => parseSearch(query)).toThrow(message);
  });
});
