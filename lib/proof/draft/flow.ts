import { stringify } from 'yaml';
import { formatDuration } from '../../text';

/** A value as YAML on one line. */
export const flow = (value: unknown): string =>
  stringify(value, {
    collectionStyle: 'flow',
    lineWidth: 0,
    flowCollectionPadding: true,
    blockQuote: false,
  }).trimEnd();

/** A list of expectations' keys as one line. */
export const durationText = (milliseconds: number): string => formatDuration(Math.round(milliseconds / 1000));
