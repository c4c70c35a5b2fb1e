import type { OptionSpec } from './verb';

/** The options of every verb that plays or judges a template. */
export const TEMPLATE_OPTIONS: Readonly<Record<string, OptionSpec>> = {
  template: {
    type: 'string',
    multiple: true,
    value: 'FILE',
    help: 'a CloudFormation template, JSON of the AWS CLI or of terraform show, - for standard input, or a folder of them or of cdk synth; repeatable',
  },
  realm: {
    type: 'string',
    value: 'NAME',
    help: 'a realm of this directory, synthesised when needed (default: the templates of package.json, or the only realm)',
  },
  realms: { type: 'string', value: 'DIR', default: 'realms', help: 'where the realm files are' },
  parameter: {
    type: 'string',
    multiple: true,
    value: 'NAME=VALUE',
    help: "value of a template's parameter; repeatable",
  },
  parameters: {
    type: 'string',
    multiple: true,
    value: 'FILE',
    help: 'parameters as the AWS CLI or cdk deploy takes them; repeatable',
  },
};
