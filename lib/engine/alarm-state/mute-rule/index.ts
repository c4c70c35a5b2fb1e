export * from './mute-rule';
export * from './mute-rule-error';
