/** What a worker receives on its queue (Lava's SQS message body); anything else is malformed. */
export interface DispatchMessage {
  readonly realm: string;
  readonly worker: string;
  readonly job_id: string;
  /** UUID, version 4. */
  readonly run_id: string;
  /** ISO-8601 with a zone. */
  readonly ts_dispatch: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly globals?: Readonly<Record<string, unknown>>;
}

/** What the job dispatcher accepts, alone or in a list. */
export interface JobRequest {
  readonly job_id: string;
  /** The worker to run it; needed unless the function knows the job. */
  readonly worker: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly globals?: Readonly<Record<string, unknown>>;
  /** Seconds until the message becomes visible, 0 to 900 (SQS's limit). */
  readonly delay?: number;
}
