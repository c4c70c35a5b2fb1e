export { breaches, looksUp, nextTo, stepOf } from '../../rehearsal/rehearse/threshold';
export * from './alarm-levels';
export * from './composite-states';
export * from './dose';
export * from './fault';
export * from './feed';
export * from './phase';
export {
  filterRecord,
  type LogLine,
  nearRecord,
  otherRecord,
  type Sample,
  sampleRecord,
  type Unmovable,
} from './sample-record';
export type { LevelKind, LevelReader } from './slot-value';
