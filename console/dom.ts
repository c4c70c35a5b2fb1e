import { visibleBidi } from '../lib/text/visible-controls';

/** Text from the realm only ever becomes text nodes, never markup, and turns no sentence around it. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className = '',
  ...content: readonly (string | Node)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...content.map((part) => (typeof part === 'string' ? visibleBidi(part) : part)));
  return made;
}

/** An id that no other element has, whatever is in a name. */
export const freshId = (): string => `made-${++made}`;
let made = 0;

export const byId = (id: string): HTMLElement => document.getElementById(id)!;

export const within = (parent: Element, selector: string): HTMLElement =>
  parent.querySelector<HTMLElement>(selector)!;

/** Leaves a node alone whose text is right, so that a selection in it survives. */
export function setText(node: Element, text: string): void {
  const shown = visibleBidi(text);
  if (node.textContent !== shown) node.textContent = shown;
}

/** Keeps one child for each key, so that focus, clicks and what is unfolded survive an update. */
export function keyed<T>(
  parent: Element,
  items: readonly T[],
  keyOf: (item: T) => string,
  create: (item: T) => HTMLElement,
  update: (child: HTMLElement, item: T) => void = () => {},
): void {
  const known = new Map(
    [...parent.children].map((child) => [(child as HTMLElement).dataset.key, child as HTMLElement]),
  );
  items.forEach((item, place) => {
    const key = keyOf(item);
    const child = known.get(key) ?? create(item);
    known.delete(key);
    child.dataset.key = key;
    if (parent.children[place] !== child) parent.insertBefore(child, parent.children[place] ?? null);
    update(child, item);
  });
  for (const child of known.values()) child.remove();
}

/** Focus stays where it is while an update moves elements, which takes it away from them. */
export function keepFocus(update: () => void): void {
  const focused = document.activeElement;
  update();
  if (focused instanceof HTMLElement && focused !== document.activeElement && focused.isConnected)
    focused.focus({ preventScroll: true });
}

/** A link that opens elsewhere; text where the address is none of the web. */
export function link(text: string, url: string): Node {
  if (!/^https?:\/\//.test(url)) return document.createTextNode(text);
  const made = element('a', '', text);
  made.href = url;
  made.target = '_blank';
  made.rel = 'noreferrer noopener';
  return made;
}
