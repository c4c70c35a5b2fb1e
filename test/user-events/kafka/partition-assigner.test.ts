import { assignPartitions, type Member } from '../../../lib/user-events/kafka/partition-assigner';

function assign(members: Record<string, string[]>, partitions: Record<string, number>) {
  const known = new Map<string, Member>(
    Object.entries(members).map(([memberId, topics]) => [memberId, { memberId, topics }]),
  );
  const topics = new Map(
    Object.entries(partitions).map(([topic, count]) => [topic, { partitionsCount: count }]),
  );
  const assigned = assignPartitions('a', known, new Set(members.a), { topics });
  return Object.fromEntries(
    assigned.map(({ memberId, assignments }) => [
      memberId,
      Object.fromEntries([...assignments].map(([topic, one]) => [topic, one.partitions])),
    ]),
  );
}

test('members of one topic share its partitions', () => {
  expect(assign({ a: ['events'], b: ['events'] }, { events: 5 })).toEqual({
    a: { events: [0, 2, 4] },
    b: { events: [1, 3] },
  });
});

test('a member gets partitions of its own topic, whatever the topic of the leader', () => {
  expect(
    assign({ a: ['a.events'], b: ['b.events'], c: ['b.events'] }, { 'a.events': 2, 'b.events': 2 }),
  ).toEqual({
    a: { 'a.events': [0, 1] },
    b: { 'b.events': [0] },
    c: { 'b.events': [1] },
  });
});

test('a member that is left over gets nothing', () => {
  expect(assign({ a: ['events'], b: ['events'] }, { events: 1 })).toEqual({ a: { events: [0] }, b: {} });
});
