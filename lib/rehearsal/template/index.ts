export { hasUnknown, mayBeEqual, type UnknownCause, type UnknownFacts } from './intrinsics/unknown';
export * from './read-templates';
export { type TemplateSource, templateSources } from './source/template-source';
export type { ReadOptions } from './stack/stacks';
export * from './template-error';
export * from './template-model';
