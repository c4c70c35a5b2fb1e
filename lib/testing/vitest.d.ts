// Types alone: `import 'tiltmeter/testing/vitest'` runs what `tiltmeter/testing` runs.
import type { TiltmeterMatchers } from './index.js';

export * from './index.js';

declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: the type parameters have to be those of vitest
  interface Assertion<T = any> extends TiltmeterMatchers {}
}
