export { checkPage } from './check-page';
export { countedNotes } from './counted-notes';
export { type FindingPlace, findingPlaces } from './finding-place';
export { findingsGithub } from './findings-github';
export { findingsSarif } from './findings-sarif';
export { findingsText } from './findings-text';
