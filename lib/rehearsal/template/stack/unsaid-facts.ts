import type { UnknownFacts } from '../intrinsics/unknown';

/** An export that no template makes. */
export const ofExport = (name: string): UnknownFacts => ({
  cause: 'other-stack',
  label: `import:${name}`,
  what: `export '${name}' of another stack`,
  remedy: 'give the template of the stack that exports it',
});

/** An output of a stack whose template is not there. */
export const ofOutput = (stackName: string, output: string): UnknownFacts => ({
  cause: 'other-stack',
  label: `${stackName}.${output}`,
  what: `output '${output}' of stack '${stackName}'`,
  remedy: 'give its template too',
});

/** An output of a nested stack whose template is not there. */
export const ofNested = (logicalId: string, output: string): UnknownFacts => ({
  cause: 'other-stack',
  label: `${logicalId}.Outputs.${output}`,
  what: `output '${output}' of nested stack '${logicalId}', whose template is not beside this one`,
});

/** An attribute of a custom resource. */
export const ofCustomResource = (logicalId: string, attribute: string): UnknownFacts => ({
  cause: 'custom-resource',
  label: `${logicalId}.${attribute}`,
  what: `'${logicalId}.${attribute}' of a custom resource, which only a deployment can answer`,
});
