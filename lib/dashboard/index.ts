export type * from './dashboard';
export {
  type AlarmStates,
  type DrawnAlarm,
  type DrawnAlarms,
  type DrawnDashboard,
  type DrawnGraph,
  type DrawnWidget,
  drawDashboard,
} from './draw/draw-dashboard';
export type { DrawnLine } from './draw/draw-lines';
export { shortNumber } from './draw/labels';
export type { Scene } from './draw/scene';
export { drawnStatistics } from './drawn-statistics';
export { readDashboard } from './read-dashboard';
