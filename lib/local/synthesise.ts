import { buildApp } from '../realm/build-app';
import type { RealmConfig } from '../realm/realm-config';
import { readTemplates, type TemplateModel, templateSources } from '../rehearsal/template';

export interface SynthesisProps {
  readonly config: RealmConfig;
  /** Where the cloud assembly goes. */
  readonly outdir: string;
  readonly region: string;
  readonly accountId: string;
  readonly queueUrl: (queueName: string) => string;
}

/** The realm's template, made as for a deployment, and read as this machine deploys it. */
export function synthesise({ config, outdir, ...where }: SynthesisProps): TemplateModel {
  buildApp({ realms: [config], outdir }).synth();
  return readTemplates(templateSources(outdir), where);
}
