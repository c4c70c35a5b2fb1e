/**
 * Lava's grammar for names. A realm name holds no hyphen, so that `<system>-<realm>-<worker>` can be
 * split again.
 */
export const REALM_NAME = /^[a-z][a-z0-9_]{2,10}$/;

/** Worker names of which a resource would have the name of one that the realm has itself. */
export const RESERVED_WORKERS: readonly string[] = ['dispatch'];

/**
 * A worker name may hold hyphens; it is the last part of every name it appears in. The longest is what AWS leaves beside
 * the longest system and realm: a queue's name has 80 characters, and the dead-letter queue's ends in `-dlq`.
 */
export const WORKER_NAME = /^[a-z][-a-z0-9_]{2,46}$/;

/**
 * The system name leads every resource name; `lava` unless a team runs another job system. Parameter Store takes no name
 * that begins with aws or ssm (user guide, "Requirements and constraints for parameter names").
 */
export const SYSTEM_NAME = /^(?!aws|ssm|.*--)[a-z][-a-z0-9_]{0,14}[a-z0-9_]$/;

/** A job id as it appears in dispatch messages and records, e.g. `cmd/hello-world`: any text, as in Lava. */
export const JOB_ID = /^[\s\S]+$/;

/** Name of a schedule or trigger of the job dispatcher; it is a name in EventBridge, too. */
export const SCHEDULE_NAME = /^[A-Za-z0-9][-A-Za-z0-9_.]{0,63}$/;

/** Name of a service level objective; it is part of the names of its alarms. */
export const OBJECTIVE_NAME = /^[a-z][-a-z0-9_]{0,39}$/;

export const GRAMMAR_HELP = {
  realm: '3 to 11 characters: a lower-case letter, then lower-case letters, digits or _',
  worker: '3 to 47 characters: a lower-case letter, then lower-case letters, digits, _ or -',
  system:
    '2 to 16 characters: a lower-case letter, then lower-case letters, digits, _ or single - within; not aws… or ssm…',
  jobId: 'any text of at least one character',
  schedule: '1 to 64 characters: letters, digits, _ - or ., the first a letter or a digit',
  objective: '1 to 40 characters: a lower-case letter, then lower-case letters, digits, _ or -',
} as const;
