export { alarmText, periodOf } from './alarm-text';
export { alarmTimeline } from './alarm-timeline';
export * from './findings';
export { jsonReport, type ReportOptions } from './json-report';
export { junitReport } from './junit-report';
export { leftOutNotes } from './left-out-notes';
export { offsetText } from './offset-text';
export { coverageReport, type DrawTimeline, rehearsalReport } from './text-report';
export { type Datapoint, type Timeline, timelineChart } from './timeline-chart';
