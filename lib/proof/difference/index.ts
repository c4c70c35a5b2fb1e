export * from './difference';
export { differenceJson } from './difference-json';
export {
  costText,
  differenceLines,
  filterText,
  nameText,
  playedText,
  routeText,
  settingText,
} from './difference-lines';
export { differenceMarkdown } from './difference-markdown';
export { effectSummary, timeLines } from './effect-text';
export { DIFFERENCE_KINDS, type DifferenceKind, kindsOf } from './findings';
export type { Effect } from './played-difference';
export { targetsOfAction } from './route-changes';
