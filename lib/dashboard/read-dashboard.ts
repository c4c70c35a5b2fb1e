import { type Home, homeOf } from './body/home';
import { parseBody } from './body/parse-body';
import { isPlaceUnknown, placeWidgets } from './body/place-widgets';
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
    return nothing(isUnknown(body) ? NOT_KNOWN : `its body is not JSON: ${(error as Error).message}`);
  }
  const root = recordOf(parsed);
  const declared = listOf(root?.widgets);
  if (isUnknown(parsed) || isUnknown(root?.widgets)) return nothing(NOT_KNOWN);
  if (!root || !declared) return nothing('its body has no array of widgets, which CloudWatch demands');
  const { widgets, notes } = withVariables(declared, listOf(root.variables) ?? []);
  const entries = widgets.map(
    (widget) => recordOf(widget) ?? (isUnknown(widget) ? { properties: widget } : {}),
  );
  const places = placeWidgets(entries);
  const here = homeOf(home, entries);
  const lost = entries.filter(isPlaceUnknown).length;
  return {
    name,
    notes: [
      ...notes,
      ...(isUnknown(root.variables) ? ['its variables are not known'] : []),
      ...(lost > 0 ? [`the position or size of ${lost} of its widgets is not known`] : []),
    ],
    widgets: entries
      .map(({ type, properties }, index) => {
        const record = recordOf(properties) ?? {};
        const content = readWidget(type, properties, here);
        return { place: places[index]!, title: textOf(record.title) ?? '', ...content };
      })
      .sort((a, b) => a.place.y - b.place.y || a.place.x - b.place.x),
  };
}

// --- internal ---

const NOT_KNOWN = 'its body is not known: the template does not say all of it';
