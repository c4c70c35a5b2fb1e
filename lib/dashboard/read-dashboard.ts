import { parseBody } from './body/parse-body';
import { placeWidgets } from './body/place-widgets';
import type { Home } from './body/read-widget';
import { readWidget } from './body/read-widget';
import { isUnknown, listOf, recordOf, textOf } from './body/values';
import { withVariables } from './body/variables';
import type { Dashboard } from './dashboard';

/**
 * Reads the body of a dashboard. Nothing in it is an error: what CloudWatch would refuse, and what is not known, is said
 * in the place where it is.
 * Source: CloudWatch API reference, "Dashboard Body Structure and Syntax".
 */
export function readDashboard(name: string, body: string, home: Home): Dashboard {
  const nothing = (problem: string): Dashboard => ({ name, widgets: [], problem, notes: [] });
  let parsed: unknown;
  try {
    parsed = parseBody(body);
  } catch (error) {
    return nothing(
      isUnknown(body)
        ? 'its body is not known: the template does not say all of it'
        : `its body is not JSON: ${(error as Error).message}`,
    );
  }
  const root = recordOf(parsed);
  const declared = listOf(root?.widgets);
  if (!root || !declared) return nothing('its body has no array of widgets, which CloudWatch demands');
  const { widgets, notes } = withVariables(declared, listOf(root.variables) ?? []);
  const entries = widgets.map((widget) => recordOf(widget) ?? {});
  const places = placeWidgets(entries);
  return {
    name,
    notes,
    widgets: entries
      .map(({ type, properties }, index) => {
        const record = recordOf(properties) ?? {};
        const content = readWidget(type, record, home);
        return { place: places[index]!, title: textOf(record.title) ?? '', ...content };
      })
      .sort((a, b) => a.place.y - b.place.y || a.place.x - b.place.x),
  };
}
