/** Whether a text matches a pattern of policies: `*` stands for any characters, `?` for one of them. */
export function isLike(text: string, pattern: string, flags = ''): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${source}$`, flags).test(text);
}
