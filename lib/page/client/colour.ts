/** A variable's own value is not resolved; the colour of an element is. */
export function colour(name: string): string {
  const probe = document.createElement('span');
  probe.style.color = name.startsWith('--') ? `var(${name})` : name;
  // Lines and bands in one colour could not be told apart.
  probe.style.setProperty('forced-color-adjust', 'none');
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
