import { isRecord } from '../is-record';
import { templateError } from '../template-error';

/** The sections of a template that values are resolved from, each a mapping of names; empty when absent. */
export type TemplateSections = Readonly<Record<Section, Readonly<Record<string, unknown>>>>;

export function sectionsOf(template: Readonly<Record<string, unknown>>, stackName: string): TemplateSections {
  return Object.fromEntries(
    SECTIONS.map((section) => {
      const value = template[section] ?? {};
      if (isRecord(value)) return [section, value];
      throw templateError('not-a-template', stackName, `${section} is not a mapping of names`);
    }),
  ) as TemplateSections;
}

// --- internal ---

const SECTIONS = ['Resources', 'Conditions', 'Mappings', 'Outputs', 'Parameters'] as const;
type Section = (typeof SECTIONS)[number];
