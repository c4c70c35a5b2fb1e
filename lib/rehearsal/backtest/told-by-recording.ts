import type { Mentions } from '../rehearse/mentions';
import type { TemplateModel } from '../template';
import { recordedTime } from './play-recording';
import { recordedAlarms } from './recorded-alarms';
import type { Recording } from './recording';
import { unmatchedFilters } from './unmatched-filters';

/** The alarms of which a recording tells something: by a metric, or by a record that a filter matches. */
export function toldByRecording(model: TemplateModel, recording: Recording): Mentions {
  const { metrics } = recordedTime(model, recording, { leaveStrangers: true });
  const recorded = recordedAlarms(model, recording, metrics);
  const unmatched = unmatchedFilters(model, recording, { metrics, recorded });
  return { metric: () => false, alarm: (name) => recorded.has(name) && !unmatched.has(name) };
}
