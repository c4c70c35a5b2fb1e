import { realmNames } from '../../contract';
import { actionName } from '../../rehearsal/rehearse/judge';
import type { TemplateModel, TemplateResource } from '../../rehearsal/template';

/** What an incident calls the things of a template. */
export interface Names {
  readonly alarm: (alarmName: string) => string;
  readonly logGroup: (logGroupName: string) => string;
  /** Of an action's ARN: a severity of the realm, or the name of a topic. */
  readonly target: (action: string) => string;
}

export interface NamesOptions {
  readonly realm?: string;
  readonly system?: string;
}

/**
 * A name that the template gives is the best one; of what gets its name at deployment the logical id stays the same,
 * where the templates have it once.
 */
export function namesFor(model: TemplateModel, { realm, system }: NamesOptions): Names {
  const severity = realm === undefined ? undefined : realmNames(realm, system).alertTopic('');
  return {
    alarm: (name) => lasting(name, /^AWS::CloudWatch::\w*Alarm$/, model),
    logGroup: (name) => lasting(name, /^AWS::Logs::LogGroup$/, model),
    target: (action) => {
      const name = actionName(action);
      if (severity !== undefined && name.startsWith(severity)) return name.slice(severity.length);
      return lasting(name, /^AWS::SNS::Topic$/, model);
    },
  };
}

// --- internal ---

function lasting(name: string, type: RegExp, { resources }: TemplateModel): string {
  const typed = resources.filter((one) => type.test(one.type));
  const found = typed.filter((one) => one.name === name);
  const [only] = found;
  if (!only || found.length > 1 || isGiven(only, name)) return name;
  const isClear = typed.every(
    (one) => one === only || (one.logicalId !== only.logicalId && one.name !== only.logicalId),
  );
  return isClear ? only.logicalId : name;
}

const isGiven = ({ given }: TemplateResource, name: string): boolean => given?.name === name;
