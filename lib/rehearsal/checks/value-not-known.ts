import type { Check } from './check';
import { leftOutFor } from './not-modelled';

export const valueNotKnown: Check = {
  code: 'value-not-known',
  severity: 'warning',
  rule: 'the numbers and flags of an alarm are in the template, or are given',
  consequence: 'the alarm is neither judged nor rehearsed',
  find: (model) => leftOutFor('unknown', model),
};
