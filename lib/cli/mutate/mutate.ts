import {
  alarmsOf,
  type Mutant,
  type MutationReport,
  mutationJson,
  mutationText,
  scoreOf,
} from '../../proof/mutation';
import { IncidentError, TemplateError } from '../../rehearsal';
import { counted, globExpression, gotOther } from '../../text';
import type { Io } from '../io';
import { jsonText } from '../json-documents';
import { UsageError } from '../usage-error';
import { EXIT, type OptionValues, type VerbRun } from '../verb';
import { changedSince } from './changed-since';
import { type MutateOptions, mutateOptions } from './mutate-options';
import { type OpenStage, openStage } from './mutation-stage';
import { type MutantPlace, playMutants, type WorkerAnswer } from './play-mutants';
import { type ChosenSource, stageSources } from './stage-sources';

/** Breaks templates in many ways and reports what no incident notices. */
export const run: VerbRun = async (values, positionals, io) => {
  const options = mutateOptions(values);
  try {
    return await mutate(options, values, positionals, io);
  } catch (error) {
    // With --json there is a document whatever comes in.
    if (values.json && (error instanceof TemplateError || error instanceof IncidentError)) {
      io.out(jsonText('mutate', { passed: false, templates: [], problems: error.problems }));
    }
    throw error;
  }
};

// --- internal ---

const PROGRESS_EVERY_MS = 1000;

async function mutate(options: MutateOptions, values: OptionValues, positionals: readonly string[], io: Io) {
  const until = options.budget === undefined ? undefined : Date.now() + options.budget;
  const sources = await stageSources(values, positionals, io);
  const stages = sources.map((source) => openStage(source));
  const failing = stages.flatMap(failingLines);
  if (failing.length > 0) {
    for (const line of failing) io.err(line);
    const text = 'mutate: incidents must pass before anything is broken; see tiltmeter rehearse';
    if (values.json) io.out(jsonText('mutate', { passed: false, templates: [], problems: failing }));
    io.err(text);
    return EXIT.findings;
  }
  const named = stages.map(({ mutants }) => mutants.filter(isNamed(options.names)));
  refuseUnknownNames(options.names, stages, named);
  const wanted = named.map((mutants, index) =>
    options.since === undefined
      ? mutants
      : mutants.filter(changedSince(options.since, sources[index]!, stages[index]!, values, io)),
  );
  const places = inTurn(stages, wanted);
  const answers = await playMutants(places, sources, stages, {
    jobs: options.jobs,
    ...(until === undefined ? {} : { until }),
    progress: progressOf(places.length, io),
    signal: io.signal,
  });
  const reports = sources.map((source, index) =>
    reportOf(
      source,
      { named: named[index]!.length, wanted: wanted[index]!.length },
      answersOf(answers, index),
    ),
  );
  if (values.json) io.out(jsonText('mutate', mutationJson(reports, options.minScore)));
  else for (const line of textOf(reports, options)) io.out(line);
  return scoreOf(reports) >= (options.minScore ?? 0) ? EXIT.ok : EXIT.findings;
}

/** `FILE:LINE: EXPECTED; GOT` of what fails without any mutant. */
function failingLines({ stage }: OpenStage): string[] {
  return [...stage.rehearsals()].flatMap(({ incident, usual }) =>
    incident.expectations.flatMap((expectation) => {
      const { held, expected, got } = usual.judge(expectation);
      return held ? [] : [`${incident.file}:${expectation.line}: expected ${expected}; got ${got}`];
    }),
  );
}

const isNamed = (names: readonly string[]) => {
  const globs = names.map(globExpression);
  return (mutant: Mutant): boolean =>
    globs.length === 0 ||
    globs.some((glob) => glob.test(mutant.subject) || [...alarmsOf(mutant)].some((name) => glob.test(name)));
};

function refuseUnknownNames(
  names: readonly string[],
  stages: readonly OpenStage[],
  named: readonly (readonly Mutant[])[],
): void {
  if (names.length === 0 || named.some(({ length }) => length > 0)) return;
  const known = [...new Set(stages.flatMap(({ mutants }) => mutants.map(({ subject }) => subject)))];
  throw new UsageError(`mutate: --alarm: ${gotOther(names[0]!, known)}, or with *`);
}

/** One mutant of each thing, then a second one of each: where the time is short, everything is broken in some way. */
function inTurn(stages: readonly OpenStage[], wanted: readonly (readonly Mutant[])[]): MutantPlace[] {
  const places = wanted.flatMap((mutants, stage) => {
    const index = new Map(stages[stage]!.mutants.map((mutant, place) => [mutant, place]));
    const turns = new Map<string, number>();
    return mutants.map((mutant) => {
      const turn = turns.get(mutant.subject) ?? 0;
      turns.set(mutant.subject, turn + 1);
      return { stage, mutant: index.get(mutant)!, turn };
    });
  });
  return places.sort((a, b) => a.turn - b.turn).map(({ stage, mutant }) => ({ stage, mutant }));
}

const answersOf = (answers: readonly WorkerAnswer[], stage: number): WorkerAnswer[] =>
  answers.filter((answer) => answer.stage === stage).sort((a, b) => a.mutant - b.mutant);

function reportOf(
  { name, files }: ChosenSource,
  { named, wanted }: { named: number; wanted: number },
  answers: readonly WorkerAnswer[],
): MutationReport {
  return {
    template: name,
    incidents: files.length,
    verdicts: answers.map(({ verdict }) => verdict),
    unchanged: named - wanted,
    notPlayed: wanted - answers.length,
  };
}

function textOf(reports: readonly MutationReport[], { minScore }: MutateOptions): string[] {
  const score = scoreOf(reports);
  const isBelow = minScore !== undefined && score < minScore;
  return [
    ...reports.flatMap(mutationText),
    ...(isBelow ? [`FAIL  score ${score} % is below ${minScore} %`] : [`score ${score} %`]),
  ];
}

function progressOf(all: number, io: Io): (played: number) => void {
  let told = Date.now();
  return (played) => {
    if (!io.isTty || Date.now() - told < PROGRESS_EVERY_MS) return;
    told = Date.now();
    io.err(`${played} of ${counted(all, 'mutant')}`);
  };
}
