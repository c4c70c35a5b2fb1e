import type { DeployedLava, DeployedWorker } from './deployed-lava';

/**
 * The realm file that watches a deployed Lava realm and changes nothing of it; what is not known is a comment.
 *
 * @param schema the line by which editors know what may be in it
 */
export function adoptedRealm(
  realm: string,
  { workers, topics, alarms, config }: DeployedLava,
  schema?: string,
): string {
  const own = [...workers].filter(([key]) => key.startsWith(`${realm}/`));
  const { CW_METRICS_JOB: job, CW_NAMESPACE: namespace } = config;
  const taken = [...alarms].filter((name) => name.startsWith(`lava-${realm}-`));
  return [
    ...(schema === undefined ? [] : [schema]),
    `# Watches the Lava realm ${realm} beside what is deployed, and changes nothing of it. Every key: docs/realm-file.md.`,
    `realm: ${realm}`,
    'logs: { existing: true }',
    'events: existing',
    "dispatcher: off # Lava's own dispatches",
    taken.length > 0
      ? `# ${taken.length === 1 ? "An alarm of Lava's has a name" : `${taken.length} alarms of Lava's have names`} that ours would have: ${taken.slice(0, 3).join(', ')}${taken.length > 3 ? ' …' : ''}`
      : "# No file says which alarms there are; the prefix keeps ours apart from Lava's in any case.",
    'alarms: { prefix: tiltmeter- }',
    ...(job === undefined
      ? ["# not known: CW_METRICS_JOB of the realms table; job: true where every job has Lava's metrics"]
      : []),
    `metrics: { ${namespace === undefined ? '' : `namespace: ${namespace}, `}job: ${String(job).toLowerCase() === 'true'} }`,
    '',
    'alerts:',
    ...topicLines([...topics]),
    '',
    'workers:',
    ...(own.length > 0
      ? own.flatMap(([key, worker]) => workerLines(key.slice(realm.length + 1), worker))
      : ['  # not known: no file names a worker of the realm; one is needed', '  # core: {}']),
    '',
  ].join('\n');
}

// --- internal ---

function topicLines(topics: readonly string[]): string[] {
  const arns = topics.filter((topic) => topic.startsWith('arn:'));
  const names = topics.filter((topic) => !topic.startsWith('arn:'));
  const page = arns[0];
  return [
    ...(page ? [`  page: [{ topic: '${page}' }]`] : []),
    ...arns.slice(1).map((arn) => `  # also told by Lava's alarms: ${arn}`),
    ...(page || names.length === 0
      ? []
      : [
          `  # not known: the account and the Region of the topic ${names[0]}`,
          `  page: [{ topic: 'arn:aws:sns:REGION:ACCOUNT:${names[0]}' }]`,
        ]),
    ...(topics.length === 0
      ? [
          "  # not known: where Lava's alarms go; a topic's ARN or other channels",
          '  page: [{ email: oncall@example.com }]',
        ]
      : []),
  ];
}

function workerLines(name: string, worker: DeployedWorker): string[] {
  const { queue, group, min, max, depth, depthMinutes, daemons, on = [], displacedBy } = worker;
  /** A realm file has one place for a worker: its own machines, or those of one other. */
  const host = group === undefined ? on[0] : undefined;
  const others = on.filter((one) => one !== host);
  const depths = depth === undefined ? '' : `, depth: ${depth}, for: ${depthMinutes ?? 15}m`;
  const unknown = [
    ...(queue === undefined ? ['whether its queue exists'] : []),
    ...(group === undefined && host === undefined
      ? ['its Auto Scaling group; on: WORKER where it runs on the machines of another']
      : []),
    ...(min === undefined && host === undefined ? ['the fewest machines'] : []),
    ...(daemons === undefined ? ['its daemons, which x-workers of the realms table has'] : []),
  ];
  const fleet = [
    ...(group === undefined ? [] : [`existing: ${group}`]),
    ...(host === undefined ? [] : [`on: ${host}`]),
    ...(daemons === undefined ? [] : [`daemons: ${daemons}`]),
    ...(min === undefined || host !== undefined
      ? []
      : [`instances: { min: ${min}, max: ${Math.max(min, max ?? min, 1)} }`]),
  ];
  return [
    `  ${name}:`,
    ...unknown.map((what) => `    # not known: ${what}`),
    ...(others.length === 0
      ? []
      : [`    # also on the machines of ${others.join(', ')}, for which there is no key`]),
    ...(displacedBy === undefined || host !== undefined
      ? []
      : [
          `    # its machines run ${displacedBy.join(', ')} and not ${name}: without machines of its own elsewhere, leave it out`,
        ]),
    ...(queue === undefined ? [] : [`    queue: { existing: ${queue}${depths} }`]),
    ...(fleet.length === 0
      ? ['    {}'].slice(queue === undefined ? 0 : 1)
      : [`    fleet: { ${fleet.join(', ')} }`]),
  ];
}
