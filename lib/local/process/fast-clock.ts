/**
 * Preloaded into the realm's child processes (`node --require`), so that a worker with production settings
 * lives in realm time: `Date` shows it and, where asked for, timers run at its speed.
 *
 * Not covered, and so at the wall's pace: `performance.now`, `process.hrtime`, `AbortSignal.timeout`, sockets'
 * own timeouts, and what happens in other processes (SQS's long polling and visibility timeouts).
 */
import timers from 'node:timers';
import timersPromises from 'node:timers/promises';
import { promisify } from 'node:util';
import { CLOCK_VARIABLE, createClock, parseClock } from './clock';

/** A `Date` whose present is `now()`; everything else about it, `instanceof` too, is the original's. */
export function fastDate(original: DateConstructor, now: () => number): DateConstructor {
  return new Proxy(original, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    apply: (target) => new target(now()).toString(),
    get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
  });
}

type Schedule = (callback: () => void, delay?: number, ...args: unknown[]) => unknown;

/**
 * A `setTimeout` or `setInterval` whose delays last `1 / speed` of what they say. Its `wall` is the original: how long an
 * answer from elsewhere is waited for is at the wall's pace, or a busy machine would seem to have lost its queue.
 */
export function fastTimer<T extends Schedule>(original: T, speed: number): T & { readonly wall: T } {
  const scaled = (callback: () => void, delay = 0, ...args: unknown[]): unknown =>
    original(callback, delay / speed, ...args);
  return Object.assign(scaled as T, { wall: original });
}

/** Installs the clock that the environment variable describes; a text that is none is refused. */
export function installFastClock(text: string): void {
  const setting = parseClock(text);
  if (!setting) throw new Error(`${CLOCK_VARIABLE}: got '${text}', want origin,speed[,timers]`);
  globalThis.Date = fastDate(Date, createClock(setting, Date.now).now);
  if (setting.timers) installTimers(setting.speed);
}

// --- internal ---

function installTimers(speed: number): void {
  const sleep = timersPromises.setTimeout;
  const every = timersPromises.setInterval;
  const wait = timersPromises.scheduler.wait.bind(timersPromises.scheduler);
  timersPromises.setTimeout = (delay = 0, ...rest) => sleep(delay / speed, ...rest);
  timersPromises.setInterval = (delay = 0, ...rest) => every(delay / speed, ...rest);
  timersPromises.scheduler.wait = (delay, ...rest) => wait(delay / speed, ...rest);

  const setTimeout = fastTimer(globalThis.setTimeout, speed);
  const setInterval = fastTimer(globalThis.setInterval, speed);
  Object.defineProperty(setTimeout, promisify.custom, { value: timersPromises.setTimeout });
  Object.assign(globalThis, { setTimeout, setInterval });
  Object.assign(timers, { setTimeout, setInterval });
}

const variable = process.env[CLOCK_VARIABLE];
if (variable !== undefined) installFastClock(variable);
