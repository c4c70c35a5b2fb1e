export {
  hasUnknown,
  mayBeEqual,
  type UnknownCause,
  type UnknownFacts,
  unknownLabels,
} from './intrinsics/unknown';
export type { ReadOptions } from './open-stacks';
export { MOST_BRANCHES, readBranches } from './read-branches';
export { readTemplates } from './read-templates';
export { type TemplateSource, templateSources } from './source/template-source';
export { isGeneratedName } from './stack/identity/is-generated-name';
export * from './template-error';
export * from './template-model';
