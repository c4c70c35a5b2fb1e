import type { CostReport, Load } from '../cost';
import type { MetricFilterDatum, MetricFilterNotice } from '../engine';
import type { Tally } from '../evidence';
import type { VerificationDocument } from '../evidence/verify/verify-report';
import type { RealmEvent } from '../local/event/realm-event';
import type { FleetStatus, RunItem, TestAlertResult } from '../operate';
import type { BudgetDocument } from '../operate/objectives/budget-report';
import type { RecordDocument } from '../operate/record-search';
import type { DifferenceDocument } from '../proof/difference/difference-json';
import type { Draft, DraftedIncident } from '../proof/draft';
import type { MutationDocument } from '../proof/mutation/mutation-report';
import type { SuggestionDocument } from '../proof/suggestion/suggestion-report';
import type { PromisedAlarmTimes } from '../proof/times/times-report';
import type { Finding, IncidentProblem, TemplateProblem } from '../rehearsal';
import type { BacktestDocument } from '../rehearsal/backtest/backtest-report';
import type { RehearsalDocument } from '../rehearsal/report/json-report';

/**
 * What each verb prints with `--json`, from which `npm run schemas` writes docs/schemas. One document, or one line of many
 * where its name ends in Line.
 */
export interface JsonDocuments {
  readonly up: UpLine;
  readonly rehearse: RehearseDocument;
  readonly draft: DraftDocument;
  readonly mutate: MutateDocument;
  readonly times: TimesDocument;
  readonly check: CheckDocument;
  readonly backtest: BacktestVerbDocument;
  readonly diff: DiffDocument;
  readonly verify: VerifyDocument;
  readonly conform: ConformDocument;
  readonly match: MatchLine;
  readonly cost: CostDocument;
  readonly status: StatusDocument;
  readonly slo: SloDocument;
  readonly dispatch: DispatchDocument;
  readonly logs: LogsLine;
  readonly runs: RunsLine;
  readonly dump: DumpLine;
  readonly 'test-alert': TestAlertDocument;
  readonly redrive: RedriveDocument;
}

/** The text of what a verb prints, held to its type. */
export const jsonText = <V extends keyof JsonDocuments>(_verb: V, document: JsonDocuments[V]): string =>
  JSON.stringify(document);

export type UpLine = RealmEvent;
export type RehearseDocument = RehearsalDocument | UnreadIncidents;
export type DraftDocument = WrittenDrafts | Draft;
export type MutateDocument = MutationDocument | UnplayedMutants;
export type BacktestVerbDocument = BacktestDocument | SuggestionDocument;
export type DiffDocument = DifferenceDocument;
export type VerifyDocument = VerificationDocument;
export type ConformDocument = Tally;
export type StatusDocument = FleetStatus;
export type SloDocument = BudgetDocument;
export type LogsLine = RecordDocument;
export type DumpLine = RecordDocument;
/** An item of the table of runs; Lava's have members of their own. */
export type RunsLine = RunItem;
export type CheckDocument = FoundDocument;
/** The queues without an argument; a line for each message with a queue. */
export type RedriveDocument = readonly DeadLetters[] | RedrivenLetter;
/** Null where Lava's own dispatcher has it, whose log says what becomes of it. */
export type DispatchDocument = DispatchedJob | null;

/** Where templates or incidents cannot be read: exit code 2. */
export interface UnreadIncidents {
  readonly passed: false;
  readonly incidents: readonly never[];
  readonly problems: readonly (TemplateProblem | IncidentProblem)[];
}

export interface FoundDocument {
  readonly passed: boolean;
  readonly findings: readonly Finding[];
  /** What is to be known and is no finding: objectives whose runs are counted. Absent: nothing. */
  readonly notes?: readonly string[];
  /** What keeps the templates from being read: exit code 2. */
  readonly problems?: readonly TemplateProblem[];
}

/** What `draft` wrote. */
export interface WrittenDrafts extends Pick<Draft, 'findings' | 'coverage'> {
  readonly written: readonly WrittenDraft[];
  /** Files of earlier drafts for which nothing is drafted any more. */
  readonly removed: readonly string[];
}

export interface WrittenDraft extends Omit<DraftedIncident, 'text'> {
  readonly file: string;
  /** Whether its text was not there before. */
  readonly isNew: boolean;
}

/** Where nothing is broken: templates or incidents cannot be read (exit code 2), or an incident fails as it is. */
export interface UnplayedMutants {
  readonly passed: false;
  readonly templates: readonly never[];
  /** A text is an expectation that fails before anything is broken. */
  readonly problems: readonly (TemplateProblem | IncidentProblem | string)[];
}

export interface TimesDocument {
  readonly passed: boolean;
  readonly alarms: readonly PromisedAlarmTimes[];
  /** What is later than `--max` allows. */
  readonly over: readonly string[];
  /** What keeps the templates from being read: exit code 2. */
  readonly problems?: readonly TemplateProblem[];
}

/** A line that the pattern matches. */
export interface MatchLine {
  /** From 1. */
  readonly line: number;
  readonly message: string;
  /** The fields of a space-delimited pattern, empty for any other. */
  readonly extracted: Readonly<Record<string, string>>;
  /** What a metric filter with `--value` and `--dimension` publishes for it. */
  readonly metric?: MetricFilterDatum | MetricFilterNotice;
}

export interface CostDocument extends CostReport {
  /** With a realm. */
  readonly realm?: string;
  /** What the workers of the realm are taken to do. */
  readonly load?: Load;
  /** With a template: alarms that are left out, since not all of them is known. */
  readonly notPriced?: number;
  /**
   * When the prices were collected.
   * @format date
   */
  readonly collected: string;
}

/** A job that the realm's dispatcher has sent to a worker. */
export interface DispatchedJob {
  readonly run_id: string;
  readonly worker: string;
  readonly job_id: string;
}

/** Who was told of a test alert. */
export interface TestAlertDocument {
  readonly realm: string;
  readonly severity: string;
  readonly channels: readonly TestAlertResult[];
}

/** A queue of dead letters. */
export interface DeadLetters {
  /** As `redrive` takes it. */
  readonly name: string;
  /** Its name in SQS. */
  readonly queue: string;
  readonly deadLetters: number;
}

/** A message that was sent again, or shown. */
export interface RedrivenLetter {
  readonly id: string;
  /** @format date-time */
  readonly sentAt: string;
  readonly body: string;
  /** Why it stays where it is. */
  readonly problem?: string;
}
