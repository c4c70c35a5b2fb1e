import { writeSync } from 'node:fs';
import { escapeControls } from './control-characters';
import { sharedState } from './shared-state';
import { ownDescriptor } from './sink/own-descriptor';

/**
 * Says something about the runtime itself on stderr, once for a key, in one line whatever a server or a library has said in it.
 * It never throws: when stderr is gone, there is nobody left to tell.
 */
export function noticeOnce(key: string, text: string): void {
  if (said.has(key) || said.size >= MAX_KEYS) return;
  said.add(key);
  try {
    const line = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
    writeSync(ownDescriptor(2), `tiltmeter: ${escapeControls(line.trimEnd())}\n`);
  } catch {
    // a full or closed stderr is no reason to disturb the host
  }
}

/** The message of anything that was thrown, without ever throwing itself. */
export function messageOf(error: unknown): string {
  try {
    const message = (error as { message?: unknown } | undefined)?.message;
    return typeof message === 'string' ? message : String(error);
  } catch {
    return 'unreadable error';
  }
}

// --- internal ---

/** Keys name kinds of trouble, not occurrences; the cap only guards against a mistake. */
const MAX_KEYS = 100;
/** Characters: enough for an address, what happened and a foreign text. */
const MAX_TEXT = 1000;
const said = sharedState('notices', () => new Set<string>());
