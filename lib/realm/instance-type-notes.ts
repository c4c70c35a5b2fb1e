import { InstanceClass, InstanceSize } from 'aws-cdk-lib/aws-ec2';
import { closest } from '../text';
import type { RealmConfig } from './realm-config';

/**
 * Machine types of a realm that the installed aws-cdk-lib does not list, with the nearest that it does: a slip of the pen,
 * or a type that is newer than it. AWS alone knows, at deployment.
 */
export function instanceTypeNotes({ workers }: RealmConfig): string[] {
  return workers.flatMap(({ name, fleet }) => {
    const [family = '', size = ''] = fleet.type.split('.');
    const isKnown = FAMILIES.includes(family) && SIZES.includes(size);
    if (isKnown) return [];
    const near = `${closest(family, FAMILIES) ?? family}.${closest(size, SIZES) ?? size}`;
    const hint = near === fleet.type ? '' : `, did you mean ${near}`;
    return [
      `workers.${name}.fleet.type: '${fleet.type}' is none that the installed aws-cdk-lib knows${hint}; it may be newer`,
    ];
  });
}

// --- internal ---

const FAMILIES: readonly string[] = Object.values(InstanceClass);
const SIZES: readonly string[] = Object.values(InstanceSize);
