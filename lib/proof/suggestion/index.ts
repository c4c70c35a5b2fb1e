export type { Outage, Score } from './outage';
export { type Suggestion, SuggestionError, type Suggestions, suggest } from './suggest';
export { suggestionJson, suggestionLines } from './suggestion-report';
