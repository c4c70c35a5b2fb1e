import { Liquid } from 'liquidjs';

/** The template language; it reads no files, sees only what an event has, and ends what takes too long. */
export const liquid = new Liquid({
  templates: {},
  ownPropertyOnly: true,
  strictFilters: true,
  strictVariables: true,
  timezoneOffset: 0,
  parseLimit: 10_000,
  renderLimit: 1_000,
  memoryLimit: 1_000_000,
});

// Tags that would bring other templates, of which there are none: refused when a template is read, not at each event.
for (const tag of ['include', 'render', 'layout', 'block']) delete liquid.tags[tag];
