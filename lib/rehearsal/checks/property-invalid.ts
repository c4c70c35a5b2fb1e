import type { Check } from './check';
import { leftOutFor } from './not-modelled';

export const propertyInvalid: Check = {
  code: 'property-invalid',
  severity: 'error',
  rule: 'an alarm, a filter or a topic has the properties that it needs, of values that they take',
  consequence: 'CloudFormation refuses it',
  find: (model) => leftOutFor('invalid', model),
};
