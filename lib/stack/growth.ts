/**
 * How much a counter grew in a range, in PromQL: one value a series. `increase` alone does not see the first count of
 * a series that begins with it, which is all there is of what happens rarely; a series that was not there in the hour
 * before the range has grown by what it shows.
 * @param range a duration of PromQL, or a variable of Grafana
 */
export function growth(selector: string, range: string): string {
  return `((${selector} unless last_over_time(${selector}[1h] offset ${range})) or increase(${selector}[${range}]))`;
}
