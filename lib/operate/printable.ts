/** A record must not steer the terminal that shows it. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is control characters that are looked for
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ').trimEnd();
}
