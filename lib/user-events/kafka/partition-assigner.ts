/** What the client knows of a member of the group. */
export interface Member {
  readonly memberId: string;
  readonly topics?: readonly string[];
}

interface Cluster {
  readonly topics: ReadonlyMap<string, { readonly partitionsCount: number }>;
}

interface Assigned {
  memberId: string;
  assignments: Map<string, { topic: string; partitions: number[] }>;
}

/**
 * Shares out the partitions of each topic in turn among the members that subscribe to it; run by the group's
 * leader. The client's own assigner knows the leader's topic alone and gives it to everybody, so that of two
 * services in one group, each with a topic prefix of its own, one would wait for ever without an error.
 */
export function assignPartitions(
  _leader: string,
  members: ReadonlyMap<string, Member>,
  _topics: ReadonlySet<string>,
  cluster: Cluster,
): Assigned[] {
  const assigned = [...members.values()].map(({ memberId, topics = [] }) => ({
    memberId,
    topics,
    assignments: new Map<string, { topic: string; partitions: number[] }>(),
  }));
  for (const [topic, { partitionsCount }] of cluster.topics) {
    const takers = assigned.filter(({ topics }) => topics.includes(topic));
    for (const [index, { assignments }] of takers.entries()) {
      const partitions = everyNth(partitionsCount, takers.length, index);
      if (partitions.length > 0) assignments.set(topic, { topic, partitions });
    }
  }
  return assigned.map(({ memberId, assignments }) => ({ memberId, assignments }));
}

// --- internal ---

function everyNth(count: number, step: number, first: number): number[] {
  const numbers: number[] = [];
  for (let number = first; number < count; number += step) numbers.push(number);
  return numbers;
}
