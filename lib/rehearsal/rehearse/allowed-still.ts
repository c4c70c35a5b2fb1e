import type { TemplateModel } from '../template';

/** An alarm that need not go into ALARM. */
export interface AllowedStill {
  readonly name: string;
  /** As the template says it. */
  readonly why: string;
}

/** The alarms whose resources allow, in their Metadata and with a reason, that `check` finds them never to alarm. */
export function allowedStill({ resources }: Pick<TemplateModel, 'resources'>): AllowedStill[] {
  return resources.flatMap(({ type, name, allowed }) => {
    const isAlarm = name !== undefined && /^AWS::CloudWatch::\w*Alarm$/.test(type);
    const isAllowed = allowed !== undefined && allowed.why !== '' && allowed.codes.some(isOfStill);
    return isAlarm && isAllowed ? [{ name, why: allowed.why }] : [];
  });
}

// --- internal ---

const isOfStill = (code: string): boolean =>
  code === 'alarm-never-alarms' || code === 'composite-never-alarms';
