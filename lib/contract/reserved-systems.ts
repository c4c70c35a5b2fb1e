/** Files and folders that Amazon Linux has in /var/log, where the records of a system are in a file of its name. */
const LOGS = [
  ...['amazon', 'audit', 'btmp', 'chrony', 'cron', 'journal', 'lastlog', 'maillog', 'messages', 'private'],
  ...['sa', 'secure', 'spooler', 'sssd', 'tallylog', 'wtmp'],
];

/** Names of systems that would meet something else's, and what. */
const RESERVED: ReadonlyMap<string, string> = new Map([
  ['metrics', "METRICS_LOG is OpenWhisk's"],
  ['rust', 'RUST_LOG is of programs in Rust'],
  ['sqlite', 'SQLITE_TMPDIR is of SQLite'],
  ['npm_config', 'NPM_CONFIG_LOGLEVEL is of npm'],
  ['npm-config', 'NPM_CONFIG_LOGLEVEL is of npm'],
  ['systemd', 'units of systemd itself begin so'],
  ...LOGS.map((name): [string, string] => [name, `/var/log/${name} is the machine's own`]),
]);

/** What has this system's name, or one that it would give, already; undefined for a name that is free. */
export const reservedSystem = (system: string): string | undefined => RESERVED.get(system);
