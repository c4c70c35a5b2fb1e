import { DEFAULT_SYSTEM, realmNames, variablePrefix } from '../contract';
import { isForeign } from './fresh-jobs';
import type { RealmConfig } from './realm-config';

/**
 * What may come to the group of a realm as lines although its filters read what a transformer makes of OTLP records, with what
 * to do: AWS says nowhere whether `parseJSON` of a field that is not there leaves a line as it is. None of any other realm.
 */
export function linesBesideOtlp({ logs, system, realm, workers, dispatcher }: RealmConfig): string[] {
  if (logs.route !== 'otlp') return [];
  const { logGroup } = realmNames(realm, system);
  const foreign = workers.filter(({ fleet }) => isForeign(fleet) || !fleet.created).map(({ name }) => name);
  const unknown = 'what the transformer of logs.route: otlp makes of lines is not known, nor what alarms see';
  return [
    ...(foreign.length > 0
      ? [
          `the stack does not make the machines of ${foreign.join(', ')}: ${unknown}; have them send by OTLP ` +
            `(${variablePrefix(system)}LOG=otlp:cloudwatch:${logGroup}), or give these workers a realm with route: agent`,
        ]
      : []),
    ...(dispatcher === false && system === DEFAULT_SYSTEM
      ? [
          `Lava's own dispatcher writes lines to ${logGroup}: ${unknown} of failed dispatches; ` +
            'leave dispatcher on, or use route: agent',
        ]
      : []),
  ];
}
