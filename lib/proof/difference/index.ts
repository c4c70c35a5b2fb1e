export * from './difference';
export { differenceJson } from './difference-json';
export {
  costText,
  differenceLines,
  filterText,
  nameText,
  notJudgedLines,
  playedText,
  renameText,
  routeText,
  settingText,
  tellsText,
} from './difference-lines';
export { differenceMarkdown } from './difference-markdown';
export { effectSummary, timeLines } from './effect-text';
export { DIFFERENCE_KINDS, type DifferenceKind, kindsOf } from './findings';
export { isAsBefore } from './pages';
export type { Effect } from './played-difference';
export { targetsOfAction } from './targets';
