// Types alone: `import 'tiltmeter/testing/jest-globals'` runs what `tiltmeter/testing` runs.
import type { TiltmeterMatchers } from './index.js';

export * from './index.js';

declare module '@jest/expect' {
  interface Matchers<R extends void | Promise<void>, T = unknown> extends TiltmeterMatchers<R> {}
}
