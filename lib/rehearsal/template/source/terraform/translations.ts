import { ALARM_TRANSLATIONS } from './translations/alarms';
import { COMPUTE_TRANSLATIONS } from './translations/compute';
import { LOG_TRANSLATIONS } from './translations/logs';
import { MESSAGING_TRANSLATIONS } from './translations/messaging';
import { READER_TRANSLATIONS } from './translations/readers';
import type { Translation } from './translations/translation';

/** How resources of the provider `hashicorp/aws` are told in CloudFormation's shape, by type. */
export const TRANSLATIONS: Readonly<Record<string, Translation>> = {
  ...ALARM_TRANSLATIONS,
  ...COMPUTE_TRANSLATIONS,
  ...LOG_TRANSLATIONS,
  ...MESSAGING_TRANSLATIONS,
  ...READER_TRANSLATIONS,
};
