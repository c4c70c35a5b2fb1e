/** The page's colours as the canvas needs them; asked for again when the scheme changes. */
export type Colour = 'text' | 'dim' | 'line' | 'good' | 'bad' | 'wait' | 'card' | `series-${number}`;

let known = new Map<Colour, string>();
const listeners: (() => void)[] = [];

for (const media of ['(prefers-color-scheme: dark)', '(forced-colors: active)']) {
  matchMedia(media).addEventListener('change', () => {
    known = new Map();
    for (const listener of listeners) listener();
  });
}

export function colour(name: Colour): string {
  const found = known.get(name) ?? computed(name);
  known.set(name, found);
  return found;
}

export const onThemeChange = (listener: () => void): void => void listeners.push(listener);

export const SERIES = 6;
export const seriesColour = (place: number): Colour => `series-${(place % SERIES) + 1}`;
/** Where the colours have been used up once, they come again as dashes, and then as dots. */
export const seriesDash = (place: number): number[] => DASHES[Math.floor(place / SERIES) % DASHES.length]!;

// --- internal ---

const DASHES = [[], [7, 4], [2, 3]];

/** A variable's own value is not resolved; the colour of an element is. */
function computed(name: Colour): string {
  const probe = document.createElement('span');
  probe.style.color = `var(--${name})`;
  // Curves in one colour could not be told apart.
  probe.style.setProperty('forced-color-adjust', 'none');
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
