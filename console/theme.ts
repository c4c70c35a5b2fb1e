/** The page's colours as the canvas needs them; asked for again when the scheme changes. */
export type Colour = 'text' | 'dim' | 'line' | 'good' | 'bad' | 'wait' | 'card' | `series-${number}`;

let known = new Map<Colour, string>();
const listeners: (() => void)[] = [];

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
  known = new Map();
  for (const listener of listeners) listener();
});

export function colour(name: Colour): string {
  const found = known.get(name) ?? computed(name);
  known.set(name, found);
  return found;
}

export const onThemeChange = (listener: () => void): void => void listeners.push(listener);

export const SERIES = 6;
export const seriesColour = (place: number): Colour => `series-${(place % SERIES) + 1}`;

// --- internal ---

/** A variable's own value is not resolved; the colour of an element is. */
function computed(name: Colour): string {
  const probe = document.createElement('span');
  probe.style.color = `var(--${name})`;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
