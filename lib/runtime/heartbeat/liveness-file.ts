import { closeSync, openSync, utimesSync } from 'node:fs';
import type { Logger } from '../logger/logger';
import { messageOf } from '../notice';

/**
 * Sets the file's modification time to now and creates it when needed. A directory that has vanished is an
 * error each time: whoever watches the file must know that it says nothing any more.
 */
export function touchLiveness(path: string, logger: Logger): void {
  try {
    const now = Date.now() / 1000;
    try {
      utimesSync(path, now, now);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      closeSync(openSync(path, 'a'));
    }
  } catch (error) {
    logger.error(`Cannot touch heartbeat file ${path}: ${messageOf(error)}`, { event_type: 'worker' });
  }
}
