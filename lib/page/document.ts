import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Html, html } from './html';

export interface PageContent {
  readonly title: string;
  /** Under the title: what was found, in a line. */
  readonly summary: string;
  /** Colours the summary. */
  readonly mood: 'good' | 'bad' | 'open';
  readonly body: Html;
  /** What its colours are explained for. @default 'states' */
  readonly legend?: 'none' | 'states' | 'expectations';
}

/** A whole page that needs nothing else: styles and the script that draws charts are in it. */
export function htmlDocument({ title, summary, mood, body, legend = 'states' }: PageContent): string {
  const { style, script } = assets();
  return `<!doctype html>\n${
    html`<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"><title>${title}</title><style>${new Html(style)}</style></head>
<body><header><h1>${title}</h1><p class="summary ${mood}">${summary}</p>${legend !== 'none' && legendHtml(legend === 'expectations')}</header>
<main>${body}</main>
<footer>Times are UTC. Drawn by tiltmeter; what is shown happened in its CloudWatch engine.</footer>
<script>${new Html(script)}</script></body></html>`.text
  }\n`;
}

// --- internal ---

const legendHtml = (expects: boolean): Html =>
  html`<ul class="legend" aria-label="Colours"><li><span class="key ALARM"></span>ALARM</li><li><span class="key OK"></span>OK</li><li><span class="key INSUFFICIENT_DATA"></span>no data to judge by</li><li><span class="key missing"></span>no datapoint</li>${expects && EXPECTED}<li><span class="key mark ALARM"></span>somebody is told</li></ul>`;

const EXPECTED = html`<li><span class="key expected"></span>expected</li><li><span class="key failed"></span>expected, and did not happen</li>`;

/** The build puts them beside this file; from the sources they are where it put them. */
const FOLDERS = [join(__dirname, 'client'), join(__dirname, '../../dist/lib/page/client')];

let known: { style: string; script: string } | undefined;

function assets(): { style: string; script: string } {
  if (known) return known;
  const folder = FOLDERS.find((one) => existsSync(join(one, 'charts.js')));
  if (folder === undefined)
    throw new Error(`the page's script is not built, got none in ${FOLDERS.join(', ')}`);
  const read = (name: string) => readFileSync(join(folder, name), 'utf8').trim();
  known = { style: read('charts.css'), script: read('charts.js') };
  return known;
}
