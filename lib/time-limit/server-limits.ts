/** What a client of a port that is served may take, in ms, as options of `http.createServer`: one that is silent is cut off. */
export const SERVER_LIMITS = {
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  /** How often both are looked at. */
  connectionsCheckingInterval: 1_000,
} as const;

/** ms that a client may neither send nor read in the middle of a request, for `server.setTimeout`. */
export const IDLE_CLIENT_MS = 30_000;
