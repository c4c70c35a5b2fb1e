/** Time in a local realm: it starts at the wall's time and runs `speed` times as fast. */
export interface Clock extends ClockSetting {
  /** Realm time, epoch milliseconds. */
  readonly now: () => number;
  /** How long a span of realm time lasts on the wall; both in milliseconds. */
  readonly onWall: (realmMs: number) => number;
}

export interface ClockSetting {
  /** The instant at which realm time and wall time are equal, epoch milliseconds. */
  readonly origin: number;
  readonly speed: number;
}

/** Environment variable that carries the clock into the realm's processes: `origin,speed[,timers]`. */
export const CLOCK_VARIABLE = 'TILTMETER_CLOCK';

export function createClock(setting: ClockSetting, wallNow: () => number = Date.now): Clock {
  const { origin, speed } = setting;
  return {
    origin,
    speed,
    now: () => Math.floor(origin + (wallNow() - origin) * speed),
    onWall: (realmMs) => realmMs / speed,
  };
}

/** `timers`: whether the process's timers run at the clock's speed as well, not its dates only. */
export function formatClock({ origin, speed }: ClockSetting, timers: boolean): string {
  return `${origin},${speed}${timers ? ',timers' : ''}`;
}

/** Undefined when the text is not a clock's. */
export function parseClock(text: string): (ClockSetting & { readonly timers: boolean }) | undefined {
  const match = /^(\d+),(\d+(?:\.\d+)?)(,timers)?$/.exec(text);
  if (!match || Number(match[2]) <= 0) return undefined;
  return { origin: Number(match[1]), speed: Number(match[2]), timers: match[3] !== undefined };
}
