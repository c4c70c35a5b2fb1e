import { type Dashboard, drawDashboard, drawnStatistics, readDashboard } from '../../dashboard';
import type { MetricId } from '../../engine/model';
import type { Rehearsal, TemplateModel } from '../../rehearsal';
import { type Html, html } from '../html';
import { dashboardHtml } from './dashboard-html';

/** Percentiles and the like that the dashboards of a template show, to be kept while its incidents are played. */
export const dashboardStatistics = (model: TemplateModel): (MetricId & { readonly stat: string })[] =>
  drawnStatistics(dashboardsOf(model));

/** All dashboards of a template as they look at the end of an incident. */
export function dashboardsHtml(
  model: TemplateModel,
  { incident, outcome, histories }: Rehearsal,
  isPacked: boolean,
): Html {
  const span = { from: incident.start, until: incident.start + incident.length };
  const { region, accountId } = model;
  const alarms = [...model.alarms, ...model.compositeAlarms];
  const notPlayed = [...model.incompleteAlarms, ...model.blindComposites].map(({ alarmName }) => alarmName);
  const scene = { alarms, notPlayed, metrics: outcome.metrics, histories, ...span, region, accountId };
  return html`${dashboardsOf(model).map((dashboard) => dashboardHtml(drawDashboard(dashboard, scene), span, isPacked))}`;
}

// --- internal ---

const read = new WeakMap<TemplateModel, readonly Dashboard[]>();

/** Read once for all incidents. */
function dashboardsOf(model: TemplateModel): readonly Dashboard[] {
  const known = read.get(model);
  if (known) return known;
  const all = model.dashboards.map((one) => readDashboard(one.dashboardName, one.body, one));
  read.set(model, all);
  return all;
}
