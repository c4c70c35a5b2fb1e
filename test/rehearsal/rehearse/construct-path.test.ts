import { CfnResource, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { logicalIdsOf } from '../../../lib/rehearsal/rehearse/construct-path';

test.each([
  ['Depth/Resource'],
  ['Jobs/Depth/Resource'],
  ['Jobs/Default/Depth'],
  ['Queue/JobsQueue/Queue/Alarm'],
  ['one-two/three four/Resource'],
  ['Alone'],
  [`${'Long'.repeat(40)}/${'Longer'.repeat(30)}/Resource`],
])('the id that the CDK gives %s is found from its path, with and without what is above it', (path) => {
  const names = path.split('/');
  const stack = new Stack(undefined, 'shop');
  const scope = names.slice(0, -1).reduce<Construct>((above, name) => new Construct(above, name), stack);
  const resource = new CfnResource(scope, names.at(-1)!, { type: 'Custom::Thing' });
  const id = stack.resolve(resource.logicalId);
  for (const text of [path, `shop/${path}`, `Prod/shop/${path}`, path.replace(/\/Resource$/, '')])
    expect(logicalIdsOf(text)).toContain(id);
});

test('what is no path is of no construct', () => {
  expect(logicalIdsOf('/var/log/lava')).toEqual([]);
  expect(logicalIdsOf('')).toEqual([]);
});
