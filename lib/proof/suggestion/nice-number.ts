/** The number with the fewest digits that lies between two (both left out), or the lower one where there is none. */
export function niceBetween(low: number, high: number): number {
  const middle = (low + high) / 2;
  for (let digits = 1; digits <= 15; digits++) {
    const rounded = Number(middle.toPrecision(digits));
    if (rounded > low && rounded < high) return rounded;
  }
  return low;
}
