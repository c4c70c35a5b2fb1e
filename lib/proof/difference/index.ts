export * from './difference';
export { differenceJson } from './difference-json';
export { differenceLines } from './difference-lines';
export { differenceMarkdown } from './difference-markdown';
export { DIFFERENCE_KINDS, type DifferenceKind, kindsOf } from './findings';
