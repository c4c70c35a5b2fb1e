export { changeAlarms } from './alarm-changes';
export * from './backtest';
export { backtestJson, backtestReport } from './backtest-report';
export * from './play-recording';
export { openRecording, type RecordingFile, readRecordings } from './read-recording';
export { namedMetrics } from './recorded-signals';
export * from './recording';
export { RecordingError } from './recording-error';
export { toldByRecording } from './told-by-recording';
