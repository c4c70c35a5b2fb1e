import { isRecord } from '../../is-record';
import { templateError } from '../../template-error';
import type { Unsupported } from '../../template-model';

/** What `terraform show -json` and `tofu show -json` print of a plan or a state, as far as it is read. */
export interface TerraformDocument {
  readonly variables: Values;
  /** Of a plan: what will be; of a state: what is. */
  readonly rootModule: Values;
  /** Of a plan, by address: what of a resource is known only after apply. */
  readonly unknown: ReadonlyMap<string, Values>;
  /** Of a plan: the configuration that it is made of. */
  readonly configuration: Values;
  /** Of a plan that does not hold all resources: why. */
  readonly gap?: Pick<Unsupported, 'reason' | 'cause'>;
}

export type Values = Readonly<Record<string, unknown>>;

/** One managed resource, of whatever module. */
export interface Instance {
  readonly address: string;
  /** Address of its module; empty for the root. */
  readonly module: string;
  readonly type: string;
  readonly name: string;
  readonly values: Values;
  readonly unknown: Values;
}

export function isTerraform(content: unknown): content is Values {
  return isRecord(content) && content.Resources === undefined && typeof content.format_version === 'string';
}

/** Source: "JSON Output Format" of Terraform's internals; its major version is 1, and was 0 before. */
export function terraformDocument(content: Values, where: string): TerraformDocument {
  const version = String(content.format_version);
  if (!/^[01]\./.test(version)) {
    const message = `Terraform's format_version: got ${version}, allowed: 1.x; give what terraform show -json prints`;
    throw templateError('not-a-template', where, message);
  }
  if (
    !isRecord(content.planned_values) &&
    !isRecord(content.values) &&
    content.terraform_version === undefined
  ) {
    const message =
      'no plan of Terraform, and no state that has resources; give what terraform show -json prints of one';
    throw templateError('not-a-template', where, message);
  }
  const changes = Array.isArray(content.resource_changes) ? content.resource_changes.filter(isRecord) : [];
  return {
    variables: recordOf(content.variables),
    rootModule: recordOf(recordOf(content.planned_values ?? content.values).root_module),
    unknown: new Map(
      changes.map(({ address, change }) => [String(address), recordOf(recordOf(change).after_unknown)]),
    ),
    configuration: recordOf(content.configuration),
    ...gapOf(content),
  };
}

/** The managed resources of all modules. */
export function instancesOf({ rootModule, unknown }: TerraformDocument): Instance[] {
  const of = (module: Values): Instance[] => [
    ...listOf(module.resources)
      .filter(({ mode }) => mode === 'managed')
      .map(({ address, type, name, values }) => ({
        address: String(address),
        module: String(module.address ?? ''),
        type: String(type),
        name: String(name),
        values: recordOf(values),
        unknown: unknown.get(String(address)) ?? {},
      })),
    ...listOf(module.child_modules).flatMap(of),
  ];
  return of(rootModule);
}

export const recordOf = (value: unknown): Values => (isRecord(value) ? value : {});

export const listOf = (value: unknown): Values[] => (Array.isArray(value) ? value.filter(isRecord) : []);

// --- internal ---

/** Source: "JSON Output Format", Plan Representation: errored (since 1.5), complete (since 1.8). */
function gapOf({ errored, complete }: Values): Pick<TerraformDocument, 'gap'> {
  if (errored === true) {
    const reason =
      'planning failed (errored: true), so that resources are missing from it; give a plan that succeeds';
    return { gap: { reason, cause: 'invalid' } };
  }
  if (complete !== false) return {};
  const reason =
    'it is not of all resources (complete: false), as one made with -target; give a plan of everything';
  return { gap: { reason, cause: 'unknown' } };
}
