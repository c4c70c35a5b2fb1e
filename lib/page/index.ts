export { backtestPage, type PlayedBacktest } from './backtest-page';
export { dashboardStatistics } from './dashboard';
export { type ComparedModels, differencePage } from './difference-page';
export { type RehearsedTemplate, rehearsalPage } from './rehearsal-page';
export { timesPage } from './times-page';
