import { templateError } from '../template-error';

/** Values that are computed once, each under a key; one that needs itself is an error. */
export class Memo {
  /** Keys in the course of being computed, in order. */
  readonly open: string[] = [];
  private readonly known = new Map<string, unknown>();

  once<T>(key: string, where: string, compute: () => T): T {
    if (this.known.has(key)) return this.known.get(key) as T;
    if (this.open.includes(key)) {
      const cycle = [...this.open.slice(this.open.indexOf(key)), key].join(' -> ');
      throw templateError('cyclic', where, `refers to itself: ${cycle}`);
    }
    this.open.push(key);
    try {
      const value = compute();
      this.known.set(key, value);
      return value;
    } finally {
      this.open.pop();
    }
  }
}
