/**
 * Values as a short text for the page: `0*9 515 _*3` is nine times 0, once 515, and three times nothing. Six digits are
 * more than a chart shows.
 */
export function seriesText(values: readonly (number | null)[]): string {
  const runs: { text: string; count: number }[] = [];
  for (const value of values) {
    const text = value === null ? '_' : String(Number(value.toPrecision(6)));
    const last = runs.at(-1);
    if (last?.text === text) last.count++;
    else runs.push({ text, count: 1 });
  }
  return runs.map(({ text, count }) => (count === 1 ? text : `${text}*${count}`)).join(' ');
}

export function seriesValues(text: string): (number | null)[] {
  return text.split(' ').flatMap((run) => {
    const [value, count = '1'] = run.split('*');
    return Array<number | null>(Number(count)).fill(value === '_' ? null : Number(value));
  });
}
