import type { AlarmGuide } from '../constructs';
import { type AlarmKind, alarmAnchor, alarmKinds } from './alarm-kinds';

/**
 * What docs/alarms.md says of the alarms of a realm, by their names: the kind, and what to do first, in words of a mail,
 * with commands that can be copied as they are.
 */
export function alarmGuide(realm: string): (alarmName: string) => AlarmGuide | undefined {
  const kinds = Object.values(alarmKinds()).flat();
  return (alarmName) => {
    const kind = kindOf(alarmName, kinds);
    if (!kind) return undefined;
    const own = patternOf(kind.name).exec(alarmName)?.groups ?? {};
    const first = kind.first
      .replace(/<(\w+)>/g, (whole, what: string) => (own[what] === undefined ? whole : word(own[what])))
      .replace(/`(tiltmeter [^`]*)`/g, (_, command: string) => `${command} --realm ${realm}`)
      .replaceAll('`', '');
    return { kind: alarmAnchor(kind), first };
  };
}

/** The kind whose pattern an alarm's name fits most exactly. */
export function kindOf(
  alarmName: string,
  kinds: readonly AlarmKind[] = Object.values(alarmKinds()).flat(),
): AlarmKind | undefined {
  const fixedPart = ({ name }: AlarmKind) => name.replace(/<\w+>/g, '').length;
  return kinds
    .filter(({ name }) => patternOf(name).test(alarmName))
    .sort((a, b) => fixedPart(b) - fixedPart(a))[0];
}

// --- internal ---

/** A name as a shell takes it. */
const word = (name: string): string =>
  /^[\w./:@%+-]+$/.test(name) ? name : `'${name.replaceAll("'", "'\\''")}'`;

/** Realm and system have no `-`; all else may. */
const patternOf = (name: string): RegExp =>
  new RegExp(
    `^${name.replace(/<(\w+)>/g, (_, what: string) => `(?<${what}>${what === 'realm' || what === 'system' ? '[a-z0-9_]+' : '.+'})`)}$`,
  );
