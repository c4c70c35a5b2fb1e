import './register';

export {
  type MatcherResult,
  matchers,
  type RehearsalMatcherOptions,
  type ToPassChecksOptions,
} from './matchers';
export type { IncidentLike, TemplateLike } from './model-of';
export { TemplateChecks, type TemplateChecksProps } from './template-checks';
