/** Upper bounds of a histogram's buckets for jobs, which take from a blink to half a day; in seconds. */
export const JOB_BUCKETS: readonly number[] = [
  0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14400, 43200,
];

/** The end of the bucket that tells which waits are longer than so many seconds, as near as there is one. */
export const bucketFrom = (seconds: number): number | undefined => JOB_BUCKETS.find((end) => end >= seconds);
