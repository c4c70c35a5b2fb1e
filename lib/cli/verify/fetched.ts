import type { EvidenceFile } from '../../evidence';
import { evidencePorts, type FetchedDocuments, fetchEvidence } from '../../operate';
import { meantDuration, parseDuration } from '../../text';
import type { Io } from '../io';
import { UsageError } from '../usage-error';
import type { OptionValues } from '../verb';

/** What AWS says, in the formats of its command line. */
export interface FetchedEvidence {
  readonly alarms: EvidenceFile;
  readonly history: EvidenceFile;
  readonly data: readonly EvidenceFile[];
  /** Epoch milliseconds. */
  readonly from: number;
  readonly to: number;
  /** Calls that AWS refused. */
  readonly notes: readonly string[];
}

/** Asks AWS for all that `--fetch` names. */
export async function fetched(values: OptionValues, io: Io, now = Date.now()): Promise<FetchedEvidence> {
  for (const option of ['history', 'data', 'alarms', 'from', 'to']) {
    if (values[option] !== undefined) {
      throw new UsageError(`verify: --fetch and --${option}: got both, allowed: one of them`);
    }
  }
  const seconds = parseDuration(String(values.fetch));
  if (!seconds || seconds > MOST_SECONDS) {
    throw new UsageError(
      `verify: --fetch: got '${values.fetch}'${meantDuration(values.fetch)}, allowed: a duration up to 15d, such as 14d or 12h`,
    );
  }
  const ports = evidencePorts({ region: values.region as string | undefined, signal: io.signal });
  const from = Math.floor(now / MINUTE) * MINUTE - seconds * 1000;
  const documents = await fetchEvidence(ports, {
    from,
    to: now,
    prefix: values.prefix as string | undefined,
  });
  return { ...evidenceFiles(documents), from, to: now, notes: documents.notes };
}

/** What AWS said, as files that its command line would have written. */
export function evidenceFiles({ alarms, history, queries, results }: FetchedDocuments) {
  return {
    alarms: file('describe-alarms', alarms),
    history: file('describe-alarm-history', { AlarmHistoryItems: history }),
    data: [
      file('the queries', { MetricDataQueries: queries }),
      file('get-metric-data', { MetricDataResults: results }),
    ] as const,
  };
}

// --- internal ---

const MINUTE = 60_000;
/** CloudWatch keeps periods of a minute so long. */
const MOST_SECONDS = 15 * 86_400;

const file = (name: string, document: object): EvidenceFile => ({ name, text: JSON.stringify(document) });
