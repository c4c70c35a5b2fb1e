import { lazy } from './lazy';

type Lazy = typeof lazy;
type Module<K extends keyof Lazy> = ReturnType<Lazy[K]>;

// The public functions of the parts in lazy.ts: the first call loads the part, and costs a few milliseconds.

export const workerOptions: Module<'workerOptions'>['workerOptions'] = (argv, env) =>
  lazy.workerOptions().workerOptions(argv, env);

export const runWorker: Module<'runWorker'>['runWorker'] = (...args) => lazy.runWorker().runWorker(...args);

export const startWorker: Module<'worker'>['startWorker'] = (options, props) =>
  lazy.worker().startWorker(options, props);

export const sqsQueue: Module<'sqsQueue'>['sqsQueue'] = (props) => lazy.sqsQueue().sqsQueue(props);

export const parseDispatchMessage: Module<'dispatchMessage'>['parseDispatchMessage'] = (body, expected) =>
  lazy.dispatchMessage().parseDispatchMessage(body, expected);

export const startHeartbeat: Module<'heartbeat'>['startHeartbeat'] = (props) =>
  lazy.heartbeat().startHeartbeat(props);

export const createMetrics: Module<'metrics'>['createMetrics'] = (props) =>
  lazy.metrics().createMetrics(props);

export const emfSink: Module<'emfSink'>['emfSink'] = (props) => lazy.emfSink().emfSink(props);

export const emfDocument: Module<'emfDocument'>['emfDocument'] = (...args) =>
  lazy.emfDocument().emfDocument(...args);

export const statsdSink: Module<'statsdSink'>['statsdSink'] = (props) => lazy.statsdSink().statsdSink(props);

export const cloudWatchLogs: Module<'cloudWatchLogs'>['cloudWatchLogs'] = (target) =>
  lazy.cloudWatchLogs().cloudWatchLogs(target);

export const otlpLogs: Module<'otlpLogs'>['otlpLogs'] = (target) => lazy.otlpLogs().otlpLogs(target);

export const cloudWatchOtlpLogs: Module<'cloudWatchOtlp'>['cloudWatchOtlpLogs'] = (target) =>
  lazy.cloudWatchOtlp().cloudWatchOtlpLogs(target);

export const otlpSink: Module<'otlpSink'>['otlpSink'] = (props) => lazy.otlpSink().otlpSink(props);

export const prometheusText: Module<'prometheusText'>['prometheusText'] = (metrics) =>
  lazy.prometheusText().prometheusText(metrics);

export const servePrometheus: Module<'prometheusText'>['servePrometheus'] = (props) =>
  lazy.prometheusText().servePrometheus(props);

export const createTransactions: Module<'transaction'>['createTransactions'] = (props) =>
  lazy.transaction().createTransactions(props);

export const parseMarker: Module<'marker'>['parseMarker'] = (line) => lazy.marker().parseMarker(line);

export const markerText: Module<'marker'>['markerText'] = (...args) => lazy.marker().markerText(...args);

export const openWhiskSwitches: Module<'openWhiskSwitches'>['openWhiskSwitches'] = (...args) =>
  lazy.openWhiskSwitches().openWhiskSwitches(...args);

export const createEventQueue: Module<'eventQueue'>['createEventQueue'] = (props) =>
  lazy.eventQueue().createEventQueue(props);

export const lastSuccessFile: Module<'lastSuccess'>['lastSuccessFile'] = (path) =>
  lazy.lastSuccess().lastSuccessFile(path);

export const lastSuccessOfEvents: Module<'lastSuccessEvents'>['lastSuccessOfEvents'] = (props) =>
  lazy.lastSuccessEvents().lastSuccessOfEvents(props);

export const jsonLinesEvents: Module<'eventSink'>['jsonLinesEvents'] = (path) =>
  lazy.eventSink().jsonLinesEvents(path);

export const memoryEvents: Module<'eventSink'>['memoryEvents'] = () => lazy.eventSink().memoryEvents();

export const dynamoDbEvents: Module<'dynamoDbEvents'>['dynamoDbEvents'] = (props) =>
  lazy.dynamoDbEvents().dynamoDbEvents(props);

export const startStats: Module<'stats'>['startStats'] = (counts) => lazy.stats().startStats(counts);

export const appendStats: Module<'statsFile'>['appendStats'] = (...args) =>
  lazy.statsFile().appendStats(...args);

export const statsJob: Module<'statsJob'>['statsJob'] = (...args) => lazy.statsJob().statsJob(...args);

export const readStats: Module<'statsReader'>['readStats'] = (json) => lazy.statsReader().readStats(json);

export const recordStats: Module<'statsReader'>['recordStats'] = (...args) =>
  lazy.statsReader().recordStats(...args);
