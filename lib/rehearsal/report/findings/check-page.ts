/** The page of a check: what it is, why it matters, an example that fails and how to mend it. */
export const checkPage = (code: string): string => `docs/checks/${code}.md`;
