/** `21:05:33`, in UTC. */
export const timeOf = (ms: number): string => new Date(ms).toISOString().slice(11, 19);

/** `2026-01-05 21:05`, in UTC. */
export const dayAndTimeOf = (ms: number): string => new Date(ms).toISOString().slice(0, 16).replace('T', ' ');

/** `45 s`, `3 min`, `5 h`. */
export function span(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}

/** `5m`, `1m30s`: what a realm file would say. */
export function short(seconds: number): string {
  const parts = [
    [Math.floor(seconds / 3600), 'h'],
    [Math.floor((seconds % 3600) / 60), 'm'],
    [Math.round(seconds % 60), 's'],
  ] as const;
  return parts.flatMap(([count, unit]) => (count > 0 ? [`${count}${unit}`] : [])).join('') || '0s';
}
