import type { Io } from './io';
import { realmsIn } from './only-realm';
import { ownTemplates } from './own-templates';
import { type TemplateChoice, templateChoice } from './template-options';
import { UsageError } from './usage-error';
import type { OptionValues } from './verb';

export interface ChosenTemplateOptions {
  /** A realm beside templates is allowed. @default false */
  readonly together?: boolean;
  /** The realm where there are several or none. @default none */
  readonly otherwise?: string;
  /** What a verb needs, in words. @default '--template FILE or --realm NAME' */
  readonly needs?: string;
}

/**
 * What the options choose, or else what the directory is about: the templates of its package.json, or its only realm.
 *
 * @throws {UsageError} where that is nothing, or more than one
 */
export async function chosenTemplate(
  verb: string,
  values: OptionValues,
  io: Io,
  { together = false, otherwise, needs = '--template FILE or --realm NAME' }: ChosenTemplateOptions = {},
): Promise<TemplateChoice> {
  const given = await templateChoice(verb, values, io, { together });
  if (given) return given;
  const realms = realmsIn(String(values.realms), io.cwd);
  const { paths } = ownTemplates(io.cwd);
  if (paths.length > 0 && realms.length === 0) return { paths };
  const [realm] = realms;
  if (realms.length === 1 && paths.length === 0) return { paths: [], realm: realm! };
  if (otherwise !== undefined && paths.length === 0) return { paths: [], realm: otherwise };
  const got = [
    ...(paths.length === 0 ? [] : ['the templates of package.json']),
    ...(realms.length === 0 ? [] : [`realm${realms.length === 1 ? '' : 's'} ${realms.join(', ')}`]),
  ];
  throw new UsageError(
    `${verb}: needs ${needs}, got ${got.join(' and ') || `no realm file in ${values.realms}`}`,
  );
}
