/**
 * The two times of a record. Everything above the milliseconds changes once a second and is kept, since
 * `toISOString` would cost as much as the rest of the record.
 */
export const recordClock = {
  /** ISO-8601 UTC with six digits, of which JavaScript's clock fills three. */
  timestamp(now: number): string {
    refresh(now);
    return utc + MILLIS[Math.floor(now) % 1000];
  },

  /** `YYYY-MM-DD HH:MM:SS` in local time. */
  localtime(now: number): string {
    refresh(now);
    return local;
  },
};

// --- internal ---

const MILLIS: readonly string[] = Array.from({ length: 1000 }, (_, ms) => `${pad(ms, 3)}000Z`);

let second = Number.NaN;
let utc = '';
let local = '';

function refresh(now: number): void {
  const current = Math.floor(now / 1000);
  if (current === second) return;
  const date = new Date(now);
  utc = date.toISOString().slice(0, 20);
  local =
    `${date.getFullYear()}-${pad(date.getMonth() + 1, 2)}-${pad(date.getDate(), 2)} ` +
    `${pad(date.getHours(), 2)}:${pad(date.getMinutes(), 2)}:${pad(date.getSeconds(), 2)}`;
  second = current;
}

function pad(value: number, digits: number): string {
  return String(value).padStart(digits, '0');
}
