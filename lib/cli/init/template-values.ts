import { lookUp } from '../../text/look-up';

/** A template as far as the values of its parameters say what is in it. */
export interface TemplateValues {
  /** Given, or by default. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly resources: readonly {
    readonly type: string;
    readonly properties: Readonly<Record<string, unknown>>;
  }[];
}

/**
 * The texts of a template: references to parameters are followed, and what else a deployment would know is left out. It
 * asks for no parameter, unlike a rehearsal, which must not guess.
 */
export function templateValues(
  template: Readonly<Record<string, unknown>>,
  given: Readonly<Record<string, string>>,
): TemplateValues {
  const declared = Object.entries(mapOf(template.Parameters));
  const parameters = Object.fromEntries(
    declared.flatMap(([name, declaration]) => {
      const value = lookUp(given, name) ?? mapOf(declaration).Default;
      return value === undefined ? [] : [[name, String(value)]];
    }),
  );
  const resources = Object.values(mapOf(template.Resources)).map((resource) => {
    const { Type, Properties } = mapOf(resource);
    const texts = Object.entries(mapOf(Properties)).flatMap(([name, value]) => {
      const text = textOf(value, parameters);
      return text === undefined ? [] : [[name, text]];
    });
    return { type: String(Type), properties: Object.fromEntries(texts) };
  });
  return { parameters, resources };
}

// --- internal ---

function textOf(value: unknown, parameters: Readonly<Record<string, string>>): string | undefined {
  if (typeof value === 'string') return value;
  const { Ref, 'Fn::Sub': sub } = mapOf(value);
  if (typeof Ref === 'string') return lookUp(parameters, Ref);
  if (typeof sub !== 'string') return undefined;
  const text = sub.replace(/\$\{(\w+)\}/g, (whole, name: string) => lookUp(parameters, name) ?? whole);
  return text.includes('${') ? undefined : text;
}

function mapOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}
