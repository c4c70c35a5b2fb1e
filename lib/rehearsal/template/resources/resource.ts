import { attributeOf, type Identity, refOf } from '../stack/identity/identity';
import type { RawResource } from '../stack/raw-resource';
import type { Stack } from '../stack/stack';
import { Properties } from './properties';

/** A resource in the course of being read: its properties, its name and its place. */
export class Resource {
  /** `stack/LogicalId`. */
  readonly id: string;
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Properties;
  readonly metadata: Readonly<Record<string, unknown>>;
  private cachedIdentity: Identity | undefined;

  constructor(
    readonly stack: Stack,
    private readonly raw: RawResource,
  ) {
    this.id = `${stack.stackName}/${raw.logicalId}`;
    this.logicalId = raw.logicalId;
    this.type = raw.type;
    this.metadata = raw.metadata;
    this.properties = new Properties(stack, raw.properties, `${this.id}.Properties`);
  }

  /** Physical name. */
  get name(): string {
    return this.identity.name;
  }

  /** The resource's ARN, for the types whose attribute tables have one. */
  get arn(): string {
    return attributeOf(this.type, 'Arn', this.identity) ?? this.ref;
  }

  get ref(): string {
    return refOf(this.type, this.identity);
  }

  private get identity(): Identity {
    this.cachedIdentity ??= this.stack.identity(this.raw, this.id);
    return this.cachedIdentity;
  }
}
