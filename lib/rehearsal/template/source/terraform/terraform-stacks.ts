import type { Place } from '../deployed/place';
import { stackNameOf, type TemplateSource } from '../template-source';
import type { TranslatedStack } from '../translated-stack';
import { rootScope, scopeAt } from './configuration';
import {
  type Instance,
  instancesOf,
  type TerraformDocument,
  terraformDocument,
  type Values,
} from './document';
import { placeOf } from './places';
import { translated } from './translate';

export { isTerraform } from './document';

/**
 * One stack for each account and Region that resources of a plan or a state are in; their logical ids are Terraform
 * addresses. A resource of a type that has no translation is there under Terraform's own type.
 *
 * @throws {TemplateError} when the format is a later one
 */
export function terraformStacks(content: Values, source: TemplateSource, where: string): TranslatedStack[] {
  const document = terraformDocument(content, where);
  const located = locatedInstances(document);
  const stackName = source.stackName ?? stackNameOf(source.path);
  const keys = [...new Set(located.map(({ key }) => key))];
  const gaps = document.gap ? [{ logicalId: stackName, type: 'terraform plan', ...document.gap }] : [];
  if (keys.length === 0) return [{ stackName, resources: [], unsupported: gaps }];
  return keys.map((key, index) => {
    const here = located.filter((one) => one.key === key);
    const { region, accountId } = here[0]!.place;
    const { resources, unsupported } = translated(
      here.map(({ instance }) => instance),
      document,
    );
    return {
      stackName: keys.length === 1 ? stackName : `${stackName}-${key}`,
      ...(region === undefined ? {} : { region }),
      ...(accountId === undefined ? {} : { accountId }),
      resources,
      unsupported: [...(index === 0 ? gaps : []), ...unsupported],
    };
  });
}

// --- internal ---

interface Located {
  readonly instance: Instance;
  readonly place: Partial<Place>;
  /** The same for all of one place. */
  readonly key: string;
}

/** What does not say its Region or account is where the others are. */
function locatedInstances(document: TerraformDocument): Located[] {
  const root = rootScope(document);
  const found = instancesOf(document).map((instance) => ({
    instance,
    place: placeOf(instance, scopeAt(root, instance.module), document),
  }));
  const usual = found.find(({ place }) => place.region !== undefined)?.place.region;
  const anyAccount = found.find(({ place }) => place.accountId !== undefined)?.place.accountId;
  const accounts = new Set(found.flatMap(({ place }) => place.accountId ?? []));
  return found.map(({ instance, place }) => {
    const region = place.region ?? usual;
    const inRegion = found.find((one) => one.place.accountId && one.place.region === region);
    const accountId = place.accountId ?? inRegion?.place.accountId ?? anyAccount;
    const key = [...(accounts.size > 1 ? [accountId] : []), region ?? ''].join('-');
    const known = {
      ...(region === undefined ? {} : { region }),
      ...(accountId === undefined ? {} : { accountId }),
    };
    return { instance, place: known, key };
  });
}
