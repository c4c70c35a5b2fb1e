import { deployedStacks, isAnswer } from './deployed/deployed-stacks';
import {
  type OpenTemplate,
  openTemplate,
  parseSource,
  type TemplateSource,
  whereOf,
} from './template-source';
import { isTerraform, terraformStacks } from './terraform/terraform-stacks';
import { type TranslatedStack, templateOf } from './translated-stack';

/**
 * Parses the sources, whatever kind of document each is: a template; what `terraform show -json` prints; an answer of
 * AWS as its command line prints it, of which all that are in one account and Region are taken together.
 *
 * @param given values of parameters, for loops over them
 */
export function openSources(
  sources: readonly TemplateSource[],
  given: Readonly<Record<string, unknown>>,
): OpenTemplate[] {
  const documents = sources.map((source) => ({ source, content: parseSource(source) }));
  const answers = documents.filter(({ content }) => isAnswer(content));
  const deployed = deployedStacks(answers).map(opened(answers[0]?.source ?? {}));
  return documents.flatMap(({ source, content }) => {
    if (isAnswer(content)) return deployed.splice(0);
    if (!isTerraform(content)) return [openTemplate(source, given, content)];
    return terraformStacks(content, source, whereOf(source)).map(opened(source));
  });
}

// --- internal ---

const opened =
  (source: TemplateSource) =>
  (stack: TranslatedStack): OpenTemplate => {
    const { stackName, region = source.region, accountId = source.accountId, unsupported } = stack;
    return {
      stackName,
      template: templateOf(stack),
      unexpanded: unsupported,
      source: {
        ...source,
        ...(region === undefined ? {} : { region }),
        ...(accountId === undefined ? {} : { accountId }),
      },
    };
  };
