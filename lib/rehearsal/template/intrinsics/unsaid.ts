import type { UnknownFacts } from './unknown';

/**
 * In the raw data of a document that is no template: a value that it does not say. A stack makes an `Unknown` of it
 * when it is resolved, the same for the same label.
 */
export class Unsaid {
  constructor(readonly facts: UnknownFacts) {}
}
