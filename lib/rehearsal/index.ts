export * from './backtest';
export * from './checks';
export * from './incident';
export * from './rehearse';
export * from './report';
export * from './template';
