import { SYSLOG_FACILITY } from '../../contract';
import type { Machine } from './machine';

export interface RsyslogInput {
  /** Lines that load the input. */
  readonly lines: readonly string[];
}

/** Amazon Linux 2023 logs to the journal alone; its rate limit of 20,000 records in 10 minutes is lifted. */
export const JOURNAL_INPUT: RsyslogInput = {
  lines: ['module(load="imjournal" StateFile="imjournal.state" Ratelimit.Interval="0")'],
};

/** A datagram socket, as on machines whose rsyslog owns /dev/log. */
export const socketInput = (path: string): RsyslogInput => ({
  lines: [
    'module(load="imuxsock" SysSock.Use="off")',
    `input(type="imuxsock" Socket="${path}" CreatePath="on" RateLimit.Interval="0" UseSpecialParser="on")`,
  ],
});

/**
 * rsyslog's whole configuration. The worker's records go to their file as pure JSON lines, whatever the input:
 * the journal hands over the bare message, a socket leaves a blank after the tag, and Lava's `%rawmsg%` would
 * keep the `<PRI>tag: ` prefix there, which no JSON filter pattern can match. A copy in /var/log/messages is as pure.
 * Lines of the facility that are no JSON (boot scripts) stay there.
 */
export function rsyslogConfig(
  machine: Pick<Machine, 'logFile' | 'copyToMessages'>,
  input: RsyslogInput = JOURNAL_INPUT,
  directories: { readonly state: string; readonly log: string } = {
    state: '/var/lib/rsyslog',
    log: '/var/log',
  },
): string {
  const messages = `${directories.log}/messages`;
  return [
    `global(workDirectory="${directories.state}")`,
    ...input.lines,
    'module(load="builtin:omfile" Template="RSYSLOG_TraditionalFileFormat")',
    'template(name="json-line" type="string" string="%$.line%\\n")',
    '',
    'set $.line = ltrim($msg);',
    `if $syslogfacility-text == "${SYSLOG_FACILITY}" and $.line startswith "{" then {`,
    `  action(type="omfile" file="${machine.logFile}" template="json-line" fileCreateMode="0640")`,
    ...(machine.copyToMessages ? [`  action(type="omfile" file="${messages}" template="json-line")`] : []),
    '  stop',
    '}',
    '',
    `*.info;mail.none;authpriv.none;cron.none  ${messages}`,
    `authpriv.*  ${directories.log}/secure`,
    `cron.*  ${directories.log}/cron`,
    '',
  ].join('\n');
}
