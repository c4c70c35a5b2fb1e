import { createHash } from 'node:crypto';
import { join } from 'node:path';

/** One machine of a worker's fleet, as a directory: absolute paths of the machine are below `root`. */
export interface Instance {
  /** `<worker>-<index>`, for people. */
  readonly name: string;
  readonly worker: string;
  /** From 0. */
  readonly index: number;
  /** What EC2 would call it. */
  readonly instanceId: string;
  readonly root: string;
}

/** Ids are made from the names, so that two runs of a realm can be compared line by line. */
export function createInstance(realm: string, worker: string, index: number, workPath: string): Instance {
  const name = `${worker}-${index}`;
  const digest = createHash('sha256').update(`${realm}/${name}`).digest('hex');
  return {
    name,
    worker,
    index,
    instanceId: `i-${digest.slice(0, 17)}`,
    root: join(workPath, 'instances', name),
  };
}

/** Where a file of the machine is on this one. */
export const pathOnInstance = ({ root }: Instance, path: string): string => join(root, path);
