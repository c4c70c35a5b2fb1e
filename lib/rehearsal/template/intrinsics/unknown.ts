/** Why a template does not say a value. */
export type UnknownCause =
  /** A parameter that has no default and was given no value. */
  | 'parameter'
  /** A parameter, or a dynamic reference, that is read from Parameter Store or Secrets Manager at deployment. */
  | 'store'
  /** An export or output of a stack whose template was not given. */
  | 'other-stack'
  /** What a custom resource answers. */
  | 'custom-resource'
  /** A row of a mapping that the placeholder account, Region or parameter does not have. */
  | 'mapping'
  /** What a macro puts in. */
  | 'macro'
  /** What a plan of Terraform knows only after it is applied. */
  | 'apply'
  /** What an answer of AWS leaves out that another one has. */
  | 'answer'
  /** What only AWS computes. */
  | 'computed';

/** What is said of an unknown value where it matters. */
export interface UnknownFacts {
  readonly cause: UnknownCause;
  /** Short, and the same for the same value: `Depth`, `import ops-topic`, `Answer.Suffix`. */
  readonly label: string;
  /** Completes "Threshold is …": `parameter Depth`. */
  readonly what: string;
  /** What makes it known, as an imperative: `give --parameter Depth=…`; absent when only a deployment can. */
  readonly remedy?: string;
}

/**
 * A value that the template does not say. It goes through intrinsic functions as a stand-in text in angle quotes
 * (`‹Depth›`), which is the same wherever the value is the same, so that what is made of it can be compared; nothing
 * that AWS names has such quotes.
 */
export class Unknown {
  readonly facts: UnknownFacts;

  /** @param known every unknown value of the templates, by label; this one is added */
  constructor(
    facts: UnknownFacts,
    private readonly known: Map<string, Unknown>,
  ) {
    this.facts = { ...facts, label: labelOf(facts.label) };
    this.known.set(this.facts.label, this);
  }

  /** The stand-in. */
  get text(): string {
    return `${OPEN}${this.facts.label}${CLOSE}`;
  }

  /** A value that is computed from this one, and is not known for the same reason. */
  derived(label: string): Unknown {
    return this.known.get(labelOf(label)) ?? new Unknown({ ...this.facts, label }, this.known);
  }

  toJSON(): string {
    return this.text;
  }
}

/** A label as it is in the stand-in: one word of characters that every kind of name may have. */
export function labelOf(text: string): string {
  return text.replace(/[‹›]/g, '').replace(/[^\w.[\]-]+/g, '_');
}

/** Whether two texts can be the same, whatever their unknown parts are. */
export function mayBeEqual(left: string, right: string): boolean {
  if (!hasUnknown(left)) return hasUnknown(right) ? pattern(right).test(left) : left === right;
  return hasUnknown(right)
    ? left === right || pattern(right).test(left) || pattern(left).test(right)
    : pattern(left).test(right);
}

/** Whether a text has a part that is not known. */
export function hasUnknown(text: string): boolean {
  return text.includes(OPEN);
}

/** Labels of the unknown parts of a text, each once, in their order. */
export function unknownLabels(text: string): string[] {
  return [...new Set([...text.matchAll(STAND_IN)].map(([, label]) => label!))];
}

// --- internal ---

const OPEN = '‹';
const CLOSE = '›';

function pattern(text: string): RegExp {
  const literal = (part: string) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(
    `^${text
      .split(/‹[^‹›]*›/)
      .map(literal)
      .join('.*')}$`,
    's',
  );
}

const STAND_IN = /‹([^‹›]*)›/g;
