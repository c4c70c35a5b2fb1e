import { DEFAULT_SYSTEM, GRAMMAR_HELP, JOB_ID, type JobRequest, OWN_EVENT, realmNames } from '../contract';
import { assignPath } from '../text';
import { chosenWorker, deployedRealm } from './deployed-realm';
import { type DispatchedJob, jsonText } from './json-documents';
import { UsageError } from './usage-error';
import { EXIT, type OptionValues, type VerbRun } from './verb';

/**
 * Sends a job through the realm's job dispatcher, which checks it as it checks every request; where the realm has none of
 * its own, through Lava's, which says nothing but in its log.
 */
export const run: VerbRun = async (values, [job, ...more], io) => {
  if (job === undefined || more.length > 0) throw new UsageError('dispatch: give one job id');
  const { config, ports } = deployedRealm(values, io);
  const { jobDispatcher } = realmNames(config.realm, config.system);
  const request = requestOf(job, values);
  if (!config.dispatcher) {
    if (config.system !== DEFAULT_SYSTEM) throw new UsageError(NOBODY);
    if (values.worker !== undefined) throw new UsageError(OF_LAVA);
    await ports.invoke(jobDispatcher, request);
    io.out(
      values.json
        ? jsonText('dispatch', null)
        : `handed ${job} to ${jobDispatcher}; its log says what became of it`,
    );
    return EXIT.ok;
  }
  const worker =
    values.worker === undefined && Object.hasOwn(config.dispatcher.jobs, job)
      ? config.dispatcher.jobs[job]
      : chosenWorker('dispatch', config, values.worker);
  const detail = { ...request, worker, realm: config.realm };
  const answer = (await ports.invoke(jobDispatcher, { 'detail-type': OWN_EVENT, detail })) as DispatchAnswer;
  const { job_id, worker: taker, run_id } = answer.dispatched[0]!;
  if (values.json) io.out(jsonText('dispatch', { job_id, worker: taker, run_id }));
  else io.out(`dispatched ${job_id} to ${taker} as run ${run_id}`);
  return EXIT.ok;
};

// --- internal ---

/** What the job dispatcher answers to a direct invocation. */
interface DispatchAnswer {
  readonly dispatched: readonly DispatchedJob[];
}

const NOBODY =
  "dispatch: the realm's dispatcher is off, and the system is not Lava, which has one of its own";

const OF_LAVA =
  "dispatch: --worker: given, but the realm's dispatcher is Lava's, whose table of jobs names the worker";

function requestOf(job: string, values: OptionValues): JobRequest {
  if (!JOB_ID.test(job)) {
    throw new UsageError(`dispatch: job id: got '${job}', allowed: ${GRAMMAR_HELP.jobId}`);
  }
  return {
    job_id: job,
    parameters: assigned('param', values.param),
    globals: assigned('global', values.global),
    delay: values.delay as string | undefined,
  };
}

function assigned(option: string, pairs: OptionValues[string]): Record<string, unknown> | undefined {
  if (pairs === undefined) return undefined;
  const object: Record<string, unknown> = Object.create(null);
  for (const pair of pairs as readonly string[]) {
    const problem = assignPath(object, pair);
    if (problem) throw new UsageError(`dispatch: --${option}: ${problem}`);
  }
  return object;
}
