import type { ActivationBody, MetricBody, RunStatus, UserEvent, UserMetricName } from '../../contract';

/** A run's life-cycle event, as the runtime records it. */
export interface RunEventLike {
  readonly job_id: string;
  readonly run_id: string;
  /** ISO-8601 with a zone. */
  readonly ts_dispatch: string;
  readonly status: RunStatus;
  /** ISO-8601 in UTC, without a zone. */
  readonly tu_event: string;
  readonly log?: { readonly info?: unknown };
}

export interface RunActivationsProps {
  readonly realm: string;
  readonly worker: string;
  /** Whoever dispatches this worker's jobs. @default the realm */
  readonly initiator?: string;
  /** UUID of the initiator. @default the nil UUID */
  readonly userId?: string;
  /** Kind of a job and its memory limit in MB. @default kind `job`, no limit */
  readonly describe?: (jobId: string) => JobDescription;
}

export interface JobDescription {
  readonly kind?: string;
  /** MB. */
  readonly memory?: number;
}

/** Makes of runs what OpenWhisk's consumers understand; holds what is known of the runs that have not ended. */
export interface RunActivations {
  /** What an event of a run means: nothing, or one or two user events. */
  readonly eventsOf: (event: RunEventLike) => UserEvent[];
  /** A limit that was met, such as a queue that refuses. */
  readonly limit: (metricName: UserMetricName, metricValue: number, now: number) => UserEvent;
  /** Runs that will not end in this process any more, as failures of the worker. */
  readonly abandon: (now: number) => UserEvent[];
}

export function runActivations(props: RunActivationsProps): RunActivations {
  const { realm, worker, initiator = realm, userId = NIL_UUID, describe = nothing } = props;
  const open = new Map<string, OpenRun>();
  const warm = new Set<string>();

  function envelope<Body extends ActivationBody | MetricBody>(
    eventType: UserEvent['eventType'],
    body: Body,
    timestamp: number,
  ): UserEvent<Body> {
    return { source: worker, body, subject: initiator, namespace: initiator, userId, eventType, timestamp };
  }

  function limit(metricName: UserMetricName, metricValue: number, now: number): UserEvent {
    return envelope('Metric', { metricName, metricValue }, now);
  }

  function begin({ job_id, run_id, ts_dispatch }: RunEventLike, now: number): UserEvent[] {
    if (open.size >= MAX_OPEN_RUNS) open.delete(open.keys().next().value!);
    const dispatched = Date.parse(ts_dispatch);
    const waitTime = Number.isNaN(dispatched) ? 0 : Math.max(0, now - dispatched);
    open.set(run_id, { job_id, run_id, waitTime, started: now, running: undefined });
    return [limit('ConcurrentInvocations', open.size, now)];
  }

  function end(
    run: OpenRun,
    statusCode: ActivationBody['statusCode'],
    info: unknown,
    now: number,
  ): UserEvent[] {
    open.delete(run.run_id);
    const began = run.running ?? run.started;
    const { kind = 'job', memory = 0 } = describe(run.job_id);
    const userDefinedStatusCode = exitCode(info);
    const body: ActivationBody = {
      name: `${realm}/${run.job_id}`,
      activationId: run.run_id.replaceAll('-', ''),
      statusCode,
      duration: Math.max(0, now - began),
      waitTime: run.waitTime,
      initTime: isFirst(run.job_id) ? Math.max(1, began - run.started) : 0,
      kind,
      conductor: false,
      memory,
      ...(userDefinedStatusCode !== undefined && { userDefinedStatusCode }),
    };
    return [envelope('Activation', body, now)];
  }

  /** A worker that has run a job before has what the job needs. */
  function isFirst(jobId: string): boolean {
    if (warm.has(jobId)) return false;
    if (warm.size >= MAX_WARM_JOBS) warm.delete(warm.values().next().value!);
    warm.add(jobId);
    return true;
  }

  return {
    eventsOf(event) {
      const now = Date.parse(`${event.tu_event}Z`);
      if (event.status === 'starting') return begin(event, now);
      const run = open.get(event.run_id);
      if (event.status === 'running') {
        if (run) run.running = now;
        return [];
      }
      const statusCode = ENDS[event.status];
      if (statusCode === undefined) return [];
      // A job that is rejected has never started.
      const ended = run ?? { ...event, waitTime: 0, started: now, running: undefined };
      return end(ended, statusCode, event.log?.info, now);
    },
    limit,
    abandon: (now) => [...open.values()].flatMap((run) => end(run, 3, undefined, now)),
  };
}

// --- internal ---

interface OpenRun {
  readonly job_id: string;
  readonly run_id: string;
  /** ms */
  readonly waitTime: number;
  /** Epoch ms. */
  readonly started: number;
  running: number | undefined;
}

/** Far above what a worker runs at the same time; guards against ends that are never told. */
const MAX_OPEN_RUNS = 10_000;
const MAX_WARM_JOBS = 10_000;
const nothing = (): JobDescription => ({});

const NIL_UUID = '00000000-0000-0000-0000-000000000000';

/** How a run has ended; other statuses are on the way. A rejected job is one that was made wrongly. */
const ENDS: Readonly<Partial<Record<RunStatus, ActivationBody['statusCode']>>> = {
  complete: 0,
  failed: 1,
  rejected: 2,
};

function exitCode(info: unknown): number | undefined {
  const { exit_status, exit_code } = (info ?? {}) as { exit_status?: unknown; exit_code?: unknown };
  const code = exit_status ?? exit_code;
  return Number.isSafeInteger(code) ? (code as number) : undefined;
}
