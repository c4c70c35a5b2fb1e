/**
 * Runs a worker's own command as its machine would: under bash, ended by SIGHUP, with those of its lines that are records
 * in the worker's log file, where rsyslog writes them. A program of its own, since it must not outlive the realm either:
 * `node own-command.js LOGFILE COMMAND`.
 */
import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import process from 'node:process';
import { createInterface } from 'node:readline';

const [logFile, command] = process.argv.slice(2) as [string, string];
// `exec`, as in the machine's start script: the command itself gets the signals.
const child = spawn('bash', ['-c', `exec ${command}`], { stdio: ['ignore', 'pipe', 'pipe'] });

createInterface({ input: child.stdout }).on('line', record);
createInterface({ input: child.stderr }).on('line', (line) => {
  record(line);
  process.stderr.write(`${line}\n`);
});
// The worker is in this process's group; nobody else would end it when the realm is killed.
process.on('disconnect', () => process.kill(-process.pid, 'SIGKILL'));
process.on('SIGTERM', () => child.kill('SIGHUP'));
child.on('error', (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(127);
});
child.on('close', (code, signal) => {
  if (signal) process.stderr.write(`ended by ${signal}\n`);
  process.exit(code ?? 1);
});

// --- internal ---

/** What rsyslog's configuration of the machine does: pure JSON goes to the file, anything else to the system's log. */
function record(line: string): void {
  const text = line.trimStart();
  if (text.startsWith('{')) appendFileSync(logFile, `${text}\n`);
}
