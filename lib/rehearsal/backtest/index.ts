export { changeAlarms } from './alarm-changes';
export * from './backtest';
export { backtestJson, backtestReport } from './backtest-report';
export { openRecording, type RecordingFile, readRecordings } from './read-recording';
export * from './recording';
export { RecordingError } from './recording-error';
