import type { RecordIdentity } from '../logger/format';

/** The log stream of a process of its own; what a name or a header cannot hold is a `-`. */
export const ownStream = ({ worker, host, pid }: RecordIdentity): string =>
  `${worker}/${host}/${pid}/${new Date(Date.now()).toISOString().replace(/\./g, '-')}`.replace(
    /[^!-~]|[:*]/g,
    '-',
  );
