import './register';

export { assertAlarms, assertPassesChecks, assertStaysQuiet } from './assertions';
export {
  type MatcherResult,
  matchers,
  type RehearsalMatcherOptions,
  type ToPassChecksOptions,
} from './matchers';
export type { ConstructLike, IncidentLike, TemplateLike } from './model-of';
export type { TiltmeterMatchers } from './register';
export { TemplateChecks, type TemplateChecksProps } from './template-checks';
