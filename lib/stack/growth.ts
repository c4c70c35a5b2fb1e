/**
 * How much a counter grew in a range, in PromQL: one value a series. `increase` alone does not see the first count of
 * a series that begins with it, which is all there is of what happens rarely; a series that was not there in the day
 * before the range has grown by the last that it shows in it, also when it is gone again, as of a worker that lived for
 * minutes. One that began in the range and was reset in it, as by a worker that starts anew, has grown by more than its last:
 * of it `increase` tells, without its first count. A day, since whoever did not scrape for an hour has not seen a counter begin after it.
 * @param range a duration of PromQL, or a variable of Grafana
 */
export function growth(selector: string, range: string): string {
  const begun = `last_over_time(${selector}[${range}]) unless last_over_time(${selector}[1d] offset ${range})`;
  const again = `resets(${selector}[${range}]) > 0`;
  return `((${begun} unless ${again}) or increase(${selector}[${range}]))`;
}
