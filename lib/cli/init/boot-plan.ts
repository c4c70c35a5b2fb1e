/** What the machines of Lava's workers start when they boot. */
export interface BootPlan {
  /** Workers of which the table says anything. */
  readonly named: readonly string[];
  /** Workers that are started on the machines of this one: itself, where the table does not say. */
  readonly startedOn: (host: string) => readonly string[];
  /** Processes of a worker on each machine. */
  readonly daemonsOf: (worker: string) => number;
}

/**
 * Reads `x-workers` of an item of the table `lava.realms` as Lava's boot script (misc/boot/50-lava.sh) does: `workers` has names
 * with blanks between them, `daemons` a number, 1 if there is none; `_` has what a worker does not say itself.
 */
export function bootPlan(workers: Readonly<Record<string, unknown>>): BootPlan {
  const setting = (worker: string, name: string): string => {
    const [own, usual] = [worker, '_'].map((key) => {
      const settings = Object.hasOwn(workers, key) ? workers[key] : undefined;
      return settings instanceof Object && Object.hasOwn(settings, name)
        ? String((settings as Readonly<Record<string, unknown>>)[name])
        : '';
    });
    return own || usual || '';
  };
  return {
    named: Object.keys(workers).filter((key) => key !== '_' && workers[key] instanceof Object),
    startedOn: (host) => {
      const names = setting(host, 'workers').split(/\s+/).filter(Boolean);
      return names.length > 0 ? names : [host];
    },
    daemonsOf: (worker) => {
      const daemons = Number(setting(worker, 'daemons') || 1);
      return Number.isInteger(daemons) && daemons > 0 ? daemons : 1;
    },
  };
}
