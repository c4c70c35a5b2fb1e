import { instanceTypeNotes } from '../../lib/realm/instance-type-notes';
import type { RealmConfig } from '../../lib/realm/realm-config';

const notesOf = (type: string) =>
  instanceTypeNotes({ workers: [{ name: 'core', fleet: { type } }] } as unknown as RealmConfig);
const is = (type: string, hint: string) => [
  `workers.core.fleet.type: '${type}' is none that the installed aws-cdk-lib knows${hint}; it may be newer`,
];

test.each(['t3.small', 'c7g.medium', 'i3en.24xlarge', 'm7i-flex.large', 'm5.metal', 'm7i.metal-24xl'])(
  '%s is known',
  (type) => {
    expect(notesOf(type)).toEqual([]);
  },
);

test.each([
  ['t3.smal', ', did you mean t3.small'],
  ['t3.2xlrge', ', did you mean t3.2xlarge'],
  ['z99.small', ''],
])('%s is noted', (type, hint) => {
  expect(notesOf(type)).toEqual(is(type, hint));
});
