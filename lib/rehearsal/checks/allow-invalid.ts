import type { Check } from './check';

export const allowInvalid: Check = {
  code: 'allow-invalid',
  severity: 'error',
  rule: 'what a resource allows in its Metadata is a list of codes, and it says why',
  consequence: 'nothing is allowed by it',
  find: ({ resources }, { codes = [] }) =>
    resources.flatMap(({ type, name, logicalId, allowed }) => {
      if (!allowed) return [];
      const unknown = allowed.codes.filter((code) => !codes.includes(code));
      const messages = [
        ...(allowed.codes.length === 0 ? ['Metadata.tiltmeter.allow: is required, a list of codes'] : []),
        ...unknown.map(
          (code) => `Metadata.tiltmeter.allow: got '${code}', allowed: a code of docs/checks.md`,
        ),
        ...(allowed.why === ''
          ? ['Metadata.tiltmeter.why: is required, a sentence for whoever reads it next']
          : []),
      ];
      return messages.map((message) => ({ type, name: name ?? logicalId, message }));
    }),
};
