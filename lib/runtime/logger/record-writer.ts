import { types } from 'node:util';
import { messageOf, noticeOnce } from '../notice';
import type { Sink } from '../sink/sink';
import { activeSpan } from './active-span';
import { cut } from './cut';
import { type BoundFields, bindFields, type Fields, joinFields, merge } from './fields';
import { type Format, MAX_END_BYTES } from './format';
import type { HeldRecords } from './held-records';
import { type IsSecret, renderValue } from './json-value';
import { lazy } from './lazy';
import { DEBUG, ERROR, INFO, type LevelIndex, WARNING } from './level';
import { currentRun, type RunContext } from './run-context';

/** Turns calls into lines and hands them to the sink. Whatever it is given, it neither throws nor loses it. */
export class RecordWriter {
  #seq = 0;
  #lost = 0;
  #reported = 0;
  /** Half of the next count of records in parts that is told. */
  #splitTold = 4;
  #message = '';
  #shown = '';
  readonly #maxBytes: number;
  /** The latest span's fields with a logger's or a run's. */
  readonly #spans = new WeakMap<BoundFields, BoundFields>();

  readonly #format: Format;
  readonly #sink: Sink;

  constructor(format: Format, sink: Sink) {
    this.#format = format;
    this.#sink = sink;
    this.#maxBytes = sink.maxRecordBytes - MAX_END_BYTES;
  }

  write(level: LevelIndex, message: unknown, own: unknown, bound: BoundFields, thread?: string): void {
    if (typeof own === 'string' && isObject(message))
      this.#accept(level, own, turned(message), bound, thread);
    else this.#accept(level, message, own, bound, thread);
  }

  /** Keeps a record for the case that its run logs an error; without a run it is dropped. */
  hold(level: LevelIndex, message: unknown, own: unknown, bound: BoundFields, thread?: string): void {
    try {
      const run = currentRun();
      if (!run?.held) return;
      const now = Date.now();
      const name = thread ?? run.thread ?? MAIN;
      run.held.hold({
        now,
        level,
        line: this.#render(now, level, message, own, this.#scope(run, bound), name),
      });
    } catch (error) {
      this.#stub(level, message, error, bound);
    }
  }

  /** A line that is finished already; only the sink's bounds apply. */
  raw(line: string): void {
    try {
      const now = Date.now();
      this.#send(this.#format.raw?.(line, now) ?? line, INFO, now);
    } catch (error) {
      this.#lost += 1;
      noticeOnce('raw', `a log destination throws, lines are lost: ${messageOf(error)}`);
    }
  }

  context(fields: Fields, thread: string | undefined, holdBytes: number): RunContext {
    const held = holdBytes > 0 ? new (lazy.heldRecords().HeldRecords)(holdBytes) : undefined;
    return { fields: merge(fields), thread, held, joined: new WeakMap() };
  }

  dropped(): number {
    return this.#sink.dropped() + this.#lost;
  }

  #accept(
    level: LevelIndex,
    message: unknown,
    own: unknown,
    bound: BoundFields,
    thread: string | undefined,
  ): void {
    try {
      const now = Date.now();
      const run = currentRun();
      if (level >= ERROR && run?.held) this.#release(run.held);
      this.#put(now, level, message, own, this.#scope(run, bound), thread ?? run?.thread ?? MAIN);
    } catch (error) {
      this.#stub(level, message, error, bound);
    }
  }

  #put(
    now: number,
    level: LevelIndex,
    message: unknown,
    own: unknown,
    bound: BoundFields,
    thread: string,
  ): void {
    const line = this.#render(now, level, message, own, bound, thread);
    this.#send(line + this.#format.end(++this.#seq), level, now);
  }

  /** A record up to its number, cut to what the destination takes. */
  #render(
    now: number,
    level: LevelIndex,
    message: unknown,
    own: unknown,
    bound: BoundFields,
    thread: string,
  ): string {
    const text = this.#cleaned(asMessage(message, this.#format.isSecret));
    const line = this.#format.line(now, level, text, thread, this.#fields(message, own, bound));
    const limit = this.#maxBytes;
    // a UTF-16 unit is at most three bytes, so most records need no counting
    if (line.length * 3 <= limit) return line;
    const bytes = Buffer.byteLength(line);
    if (bytes <= limit) return line;
    const fields = merge(bound.values, asFields(message, own));
    return lazy
      .boundedLine()
      .boundedLine(this.#format, { now, level, message: text, thread, fields, bytes }, limit);
  }

  /** The same few messages come again and again. */
  #cleaned(message: string): string {
    const { clean } = this.#format.isSecret;
    if (clean === undefined) return message;
    if (message !== this.#message) {
      this.#message = message;
      this.#shown = clean(message);
    }
    return this.#shown;
  }

  /** A record of the writer's own. */
  #own(now: number, level: LevelIndex, message: string, fields: string): string {
    return this.#format.line(now, level, message, MAIN, fields) + this.#format.end(++this.#seq);
  }

  #send(line: string, level: LevelIndex, now: number): void {
    const before = this.#sink.dropped();
    this.#sink.write(line, level, now);
    if (before !== this.#reported && this.#sink.dropped() === before) this.#report(before, now);
    const split = this.#sink.split?.() ?? 0;
    if (split >= this.#splitTold * 2) this.#reportSplit(split, now);
  }

  /** At 8, 16, 32 … of them: one alone has hardly met another's, and a pipe that is full is not to be filled with that. */
  #reportSplit(split: number, now: number): void {
    const fields = this.#format.field('event_type', 'worker') + this.#format.field('split', split);
    const text = `${split} records were written in parts, since the pipe was full: other processes that write to it may have torn them`;
    this.#splitTold = split;
    this.#sink.write(this.#own(now, INFO, text, fields), INFO, now);
  }

  /** The sink takes records again after a loss. */
  #report(dropped: number, now: number): void {
    const count = dropped - this.#reported;
    const fields = this.#format.field('event_type', 'worker') + this.#format.field('dropped', count);
    const records = count === 1 ? '1 record was' : `${count} records were`;
    const text = `${records} dropped because the log destination did not take them`;
    this.#reported = dropped;
    this.#sink.write(this.#own(now, WARNING, text, fields), WARNING, now);
    if (this.#sink.dropped() !== dropped) this.#reported = dropped - count;
  }

  #release(held: HeldRecords): void {
    const { records, forgotten } = held.take();
    if (forgotten > 0) {
      const now = records[0]?.now ?? Date.now();
      const text = `${forgotten} earlier records of this run were not kept`;
      this.#send(this.#own(now, DEBUG, text, this.#format.field('forgotten', forgotten)), DEBUG, now);
    }
    for (const { now, level, line } of records) this.#send(line + this.#format.end(++this.#seq), level, now);
  }

  #fields(message: unknown, own: unknown, bound: BoundFields): string {
    if (typeof message === 'string') {
      if (own === undefined) return bound.text;
      if (isPlain(own)) return joinFields(this.#format, bound, own);
    }
    return joinFields(this.#format, bound, asFields(message, own));
  }

  /** A logger's own fields with those of the run and of the active span, which knows best where the program is. */
  #scope(run: RunContext | undefined, bound: BoundFields): BoundFields {
    const fields = run === undefined ? bound : this.#joined(run, bound);
    const span = activeSpan();
    if (span === undefined) return fields;
    const known = this.#spans.get(fields);
    if (known?.values.span_id === span.span_id && known.values.trace_id === span.trace_id) return known;
    const traced = bindFields(this.#format, merge(fields.values, span as unknown as Fields));
    this.#spans.set(fields, traced);
    return traced;
  }

  #joined(run: RunContext, bound: BoundFields): BoundFields {
    const known = run.joined.get(bound);
    if (known) return known;
    const joined = bindFields(this.#format, merge(run.fields, bound.values));
    run.joined.set(bound, joined);
    return joined;
  }

  /** The last resort, as Lava has it: a record that says that a record could not be written. */
  #stub(level: LevelIndex, message: unknown, error: unknown, bound: BoundFields): void {
    try {
      const name = bound.keys.has('internal_error') ? 'internal_error_' : 'internal_error';
      const fields = bound.text + this.#format.field(name, messageOf(error));
      const now = Date.now();
      const text = typeof message === 'string' ? cut(message, MAX_STUB) : 'unserialisable record';
      this.#sink.write(this.#own(now, level, text, fields), level, now);
    } catch (worse) {
      this.#lost += 1;
      noticeOnce('stub', `a log destination throws, records are lost: ${messageOf(worse)}`);
    }
  }
}

// --- internal ---

/** Thread of records that nobody else claims. */
const MAIN = 'main';

/** Length of the message of a record that could not be written: it may be what was too long. */
const MAX_STUB = 1000;

/** pino has the fields first. Nothing is lost, and it is said. */
function turned(fields: Fields): Fields {
  noticeOnce('order', 'the message comes first: logger.info(message, fields)');
  return fields;
}

function asMessage(message: unknown, isSecret: IsSecret): string {
  if (typeof message === 'string') return message;
  if (isError(message)) return messageOf(message);
  const rendered = isObject(message) || typeof message === 'function';
  return rendered ? `${renderValue(message, isSecret)}` : String(message);
}

/** An Error as the message or in place of the fields becomes the field `error`. */
function asFields(message: unknown, own: unknown): Fields {
  const fields = isError(own)
    ? { error: own }
    : own === undefined
      ? {}
      : hasFields(own)
        ? own
        : { value: own };
  return isError(message) && !('error' in fields) ? merge({ error: message }, fields) : fields;
}

const isError = (value: unknown): value is Error => value instanceof Error || types.isNativeError(value);

/** An object literal, which nearly all fields are; cheaper to see than that something is no error. */
const isPlain = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** Not so a list, a map or a buffer, whose keys are not what they hold. */
const hasFields = (value: unknown): value is Fields =>
  Object.prototype.toString.call(value) === '[object Object]';

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
