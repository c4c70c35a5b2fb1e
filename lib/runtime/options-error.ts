import { escapeControls } from './control-characters';

/** A worker was started, or a part of this library made, in a way that is the user's to mend: said in one line. */
export class OptionsError extends Error {
  /** In stack traces, where minifying has taken the class's own. */
  static override readonly name = 'OptionsError';
  override readonly name = 'OptionsError';
  readonly userError = true;

  constructor(message: string) {
    super(escapeControls(message));
  }
}
