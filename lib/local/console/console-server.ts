import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import type { SpentBudget } from '../../contract';
import { type LoopbackServer, readBody, startLoopbackServer } from '../loopback-server';
import type { FaultAction } from '../worker/fault-plan';
import type { RealmStatus } from './realm-status';

export interface ConsoleProps {
  readonly port: number;
  /** Names beside localhost by which a browser reaches it, as of a proxy; in lower case. */
  readonly allowHosts?: readonly string[];
  /** Folder of the page's files. */
  readonly pages: string;
  /** Undefined while the realm is starting. */
  readonly view: () => ConsoleView | undefined;
}

/** What the console shows and does. */
export interface ConsoleView {
  readonly status: () => Promise<RealmStatus>;
  /** How the objectives stand, and when, for programs. */
  readonly budgets: () => Promise<{ readonly at: number; readonly budgets: readonly SpentBudget[] }>;
  /** Stops or starts `core` or `core:1`; throws an error with `userError` for one that is not there. */
  readonly act: (action: FaultAction, target: string) => void;
}

/** The console: a page, its data as JSON, and two actions. */
export function startConsoleServer(props: ConsoleProps): Promise<LoopbackServer> {
  const { port, allowHosts } = props;
  const files = new Map(
    FILES.map((name) => [name === 'index.html' ? '/' : `/${name}`, readPage(props.pages, name)]),
  );
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const path = request.url ?? '/';
    const file = files.get(path);
    try {
      if (request.method === 'GET' && file) return send(response, 200, file.type, file.content);
      const route = ROUTES.get(`${request.method} ${path}`);
      if (!route) return sendJson(response, 404, { error: `no ${request.method} ${path} here` });
      const view = props.view();
      if (!view) return sendJson(response, 503, { error: 'the realm is starting' });
      await route(view, request, response);
    } catch (error) {
      const { userError, message } = error as Error & { userError?: boolean };
      sendJson(response, userError ? 400 : 500, { error: message });
    }
  };
  return startLoopbackServer('console', port, answer, allowHosts);
}

/**
 * Whether a request that changes something comes from the page itself or from a local tool. A page of another
 * site can neither set the header without being asked first, which is never answered, nor forge its origin.
 */
export function isOwnRequest(headers: IncomingMessage['headers']): boolean {
  const { origin, host } = headers;
  const own = [undefined, `http://${host}`, `https://${host}`];
  return headers[GUARD_HEADER] !== undefined && own.includes(origin);
}

// --- internal ---

const GUARD_HEADER = 'x-tiltmeter';

const FILES = ['index.html', 'console.js', 'console.css', 'icon.svg'] as const;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

type Route = (view: ConsoleView, request: IncomingMessage, response: ServerResponse) => Promise<void>;

const ROUTES = new Map<string, Route>([
  ['GET /api/status', async (view, _, response) => sendJson(response, 200, await view.status())],
  ['GET /api/budgets', async (view, _, response) => sendJson(response, 200, await view.budgets())],
  ['POST /api/stop', change('stop')],
  ['POST /api/start', change('start')],
]);

/** Nothing from elsewhere, nothing inline, no frames. */
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
} as const;

function readPage(folder: string, name: string) {
  return { type: TYPES[extname(name)]!, content: readFileSync(join(folder, name)) };
}

function change(action: FaultAction): Route {
  return async (view, request, response) => {
    if (!isOwnRequest(request.headers)) {
      const error = `refused: the request is from elsewhere, or has no ${GUARD_HEADER} header`;
      return sendJson(response, 403, { error });
    }
    const target = targetOf(await readBody(request));
    if (target === undefined) {
      return sendJson(response, 400, { error: 'want {"target":"core"} or {"target":"core:1"}' });
    }
    view.act(action, target);
    sendJson(response, 200, { done: true });
  };
}

function targetOf(body: string | undefined): string | undefined {
  try {
    const { target } = JSON.parse(body ?? '') as { target?: unknown };
    return typeof target === 'string' ? target : undefined;
  } catch {
    return undefined;
  }
}

function sendJson(response: ServerResponse, code: number, value: object): void {
  send(response, code, 'application/json', JSON.stringify(value));
}

function send(response: ServerResponse, code: number, type: string, content: string | Buffer): void {
  response.writeHead(code, { ...HEADERS, 'content-type': type }).end(content);
}
