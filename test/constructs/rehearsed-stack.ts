import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { readTemplates, type TemplateModel } from '../../lib/rehearsal';

/** A new stack, with the environment fixed so that names in it are plain text. */
export function newStack(): Stack {
  return new Stack(new App(), 'Test', { env: { account: '123456789012', region: 'eu-west-1' } });
}

/** What the engine plays of a stack: the template that would be deployed, read back. */
export function modelOf(stack: Stack): TemplateModel {
  return readTemplates([
    {
      template: Template.fromStack(stack).toJSON(),
      stackName: stack.stackName,
      region: 'eu-west-1',
      accountId: '123456789012',
    },
  ]);
}
