/** The first `length` UTF-16 units, never half a surrogate pair, and a mark of how much is missing. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const last = text.charCodeAt(length - 1);
  const end = last >= 0xd800 && last <= 0xdbff ? length - 1 : length;
  return `${text.slice(0, end)}…[${text.length - end} more]`;
}
