export * from './read-templates';
export type { ReadOptions } from './stacks';
export * from './template-error';
export * from './template-model';
export { type TemplateSource, templateSources } from './template-source';
