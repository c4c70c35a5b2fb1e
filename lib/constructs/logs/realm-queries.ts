import { CfnQueryDefinition, type ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { lossesOf, lossOfAThread } from '../../contract';

export interface RealmQueriesProps {
  /** What the names of the queries begin with; a `/` makes a folder in the console. */
  readonly prefix: string;
  /** @default 'lava' */
  readonly system?: string;
  readonly logGroup: ILogGroup;
}

/** Saved Logs Insights queries: what a person on call asks of a realm's records. They cost nothing until run. */
export class RealmQueries extends Construct {
  constructor(scope: Construct, id: string, props: RealmQueriesProps) {
    super(scope, id);
    for (const { id: queryId, name, lines } of realmQueries(props.system)) {
      new CfnQueryDefinition(this, queryId, {
        name: `${props.prefix}/${name}`,
        logGroupNames: [props.logGroup.logGroupName],
        queryString: lines.join('\n| '),
      });
    }
  }
}

export interface RealmQuery {
  readonly id: string;
  readonly name: string;
  /** Commands of the query, without the bars between them. */
  readonly lines: readonly string[];
}

/** Field names are those of the contract's records. */
export const realmQueries = (system?: string): readonly RealmQuery[] => [
  {
    id: 'Run',
    name: 'one run',
    lines: [
      'fields @timestamp, level, worker, host, thread, job_id, message',
      'filter run_id = "PUT THE RUN ID HERE"',
      'sort @timestamp asc',
      'limit 1000',
    ],
  },
  {
    id: 'Job',
    name: 'runs of one job',
    lines: [
      'filter job_id = "PUT THE JOB ID HERE" and event_type = "job"',
      'stats min(@timestamp) as began, max(@timestamp) as ended, latest(message) as outcome by run_id, worker',
      'sort began desc',
      'limit 200',
    ],
  },
  {
    id: 'Errors',
    name: 'errors by worker',
    lines: [
      'filter level in ["ERROR", "CRITICAL"]',
      'stats count(*) as errors, latest(message) as newest by worker, host, event_type',
      'sort errors desc',
    ],
  },
  {
    // From the record that a run starts to the one that it runs, which every worker writes; `delay` is this package's own.
    id: 'SlowStarts',
    name: 'slow starts',
    lines: [
      'filter event_type = "job" and ispresent(run_id)',
      'stats min(@timestamp) as started, max(delay) as delay_s, count(*) as records by worker, host, job_id, run_id',
      'sort delay_s desc, started asc',
      'limit 50',
    ],
  },
  {
    id: 'SlowRuns',
    name: 'slow runs',
    lines: [
      'filter event_type = "job" and ispresent(run_id)',
      'stats (max(@timestamp) - min(@timestamp)) / 1000 as seconds by job_id, run_id, worker',
      'sort seconds desc',
      'limit 50',
    ],
  },
  {
    id: 'HeartbeatGaps',
    name: 'heartbeat gaps',
    lines: [
      'filter event_type = "heartbeat"',
      'stats count(*) as heartbeats by bin(5m) as five_minutes, worker, host, pid',
      'sort heartbeats asc, five_minutes desc',
      'limit 100',
    ],
  },
  {
    id: 'DeadThreads',
    name: 'dead threads',
    lines: [
      'filter (level = "CRITICAL" and message like /^Thread .* has died$/) or (event_type = "heartbeat" and @message like /"dead"/)',
      'stats min(@timestamp) as since, count(*) as records by worker, host, pid',
      'sort since asc',
    ],
  },
  {
    id: 'SilentLosses',
    name: 'silent losses',
    lines: [
      'fields @timestamp, worker, host, job_id, run_id, message',
      `filter ${lossFilter(system)}`,
      'sort @timestamp desc',
      'limit 200',
    ],
  },
  {
    id: 'TopTalkers',
    name: 'top talkers by bytes',
    lines: [
      'stats sum(strlen(@message)) as bytes, count(*) as records by worker, host, event_type, level',
      'sort bytes desc',
      'limit 50',
    ],
  },
];

// --- internal ---

/** What lostMessagePattern matches, in the language of Logs Insights. */
function lossFilter(system: string | undefined): string {
  const texts = lossesOf(system).map((loss) => loss.message.replace(/^(?!\*)/, '^').replaceAll('*', ''));
  const told = `message like /${texts.join('|')}/`;
  const thread = lossOfAThread(system);
  return `level in ["WARNING", "ERROR"] and ${thread ? `(${ofThread(thread)} or ${told})` : told}`;
}

function ofThread({ level, eventType, thread }: NonNullable<ReturnType<typeof lossOfAThread>>): string {
  return `(level = "${level}" and event_type = "${eventType}" and thread like /^${thread.replace('*', '')}/)`;
}
