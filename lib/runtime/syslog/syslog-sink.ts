import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { recordClock } from '../logger/record-clock';
import { OptionsError } from '../options-error';
import type { Spill } from '../sink/fd-writer';
import { lineSink } from '../sink/line-sink';
import type { Sink } from '../sink/sink';
import { type Link, linkWriter } from './link-writer';
import { journalLink, LOGGER_MAX_BYTES, loggerLink, tcpLink } from './syslog-links';
import { facilityCode, parseAddress, SEVERITIES, type SyslogTarget } from './syslog-target';
import { udpSyslog } from './udp-syslog';
import { waitWhile } from './wait-while';

export interface SyslogSinkProps extends SyslogTarget {
  readonly tag: string;
  /** Takes what could not be delivered by the end. @default stderr */
  readonly spill?: Spill;
  /** Seam for tests. @default the host's own */
  readonly host?: HostLog;
}

/** What a host offers; without either there must be an address. */
export interface HostLog {
  readonly journalSocket?: string;
  /** Arguments for logger(1); absent when there is none. */
  readonly loggerArgs?: readonly string[];
}

/**
 * Opens syslog by the first route that the host has: journald's stream, logger(1) to /dev/log, or the given
 * address in RFC 5424. Node cannot open /dev/log itself, which is a datagram socket.
 * @throws OptionsError when there is no such facility or no route.
 */
export function openSyslog({ facility, address, tag, spill, host = hostLog() }: SyslogSinkProps): Sink {
  const code = facilityCode(facility);
  if (address !== undefined) return remote(address, code, tag, spill);
  if (host.journalSocket !== undefined) {
    const link = journalLink(host.journalSocket, tag, code);
    return stream({ name: 'journald', link, render: prefixed(0), maxRecordBytes: JOURNAL_MAX_BYTES, spill });
  }
  if (host.loggerArgs !== undefined) {
    const link = loggerLink(tag, host.loggerArgs);
    return stream({ name: 'logger', link, render: prefixed(code * 8), maxRecordBytes: MAX_BYTES, spill });
  }
  throw new OptionsError(
    'no syslog on this host: neither journald nor /dev/log with logger(1); give an address, e.g. @local0:tcp://127.0.0.1:514',
  );
}

// --- internal ---

type Render = (line: string, level: number, now: number) => string;

/** journald splits longer lines; the severity in front and the line's end count. */
const JOURNAL_MAX_BYTES = 48 * 1024 - 4;
/** With room for the header that a daemon puts in front. */
const MAX_BYTES = LOGGER_MAX_BYTES - 192;

const prefixed =
  (facility: number): Render =>
  (line, level) =>
    `<${facility + SEVERITIES[level]!}>${line}\n`;

function hostLog(): HostLog {
  const journal = '/run/systemd/journal/stdout';
  const onPath = (process.env.PATH ?? '').split(':').some((folder) => existsSync(`${folder}/logger`));
  return {
    journalSocket: existsSync(journal) ? journal : undefined,
    loggerArgs: existsSync('/dev/log') && onPath ? [] : undefined,
  };
}

interface Stream {
  readonly name: string;
  readonly link: Link;
  readonly render: Render;
  readonly maxRecordBytes: number;
  readonly spill: Spill | undefined;
}

function stream({ name, link, render, maxRecordBytes, spill }: Stream): Sink {
  const { writer, close } = linkWriter(name, link, spill);

  function waits(): boolean {
    writer.flush(0);
    return writer.waiting();
  }
  const drain = (deadline: number): Promise<void> => waitWhile(waits, deadline);
  return {
    ...lineSink(writer, maxRecordBytes),
    write: (line, level, now) => writer.write(render(line, level, now)),
    drain,
    async close() {
      await drain(CLOSE_WAIT_MS);
      writer.giveUp();
      close();
    },
  };
}

function remote(address: string, facility: number, tag: string, spill: Spill | undefined): Sink {
  const { protocol, host, port } = parseAddress(address);
  const tail = ` ${hostname()} ${tag.replace(/[^!-~]/g, '_').slice(0, 48)} ${process.pid} - - `;
  const rfc5424: Render = (line, level, now) =>
    `<${facility * 8 + SEVERITIES[level]!}>1 ${recordClock.timestamp(now)}${tail}${line}`;
  if (protocol === 'udp') return udpSyslog(host, port, rfc5424, MAX_BYTES, spill);
  // octet counting: the only framing of RFC 6587 that no record can break
  const framed: Render = (line, level, now) => {
    const text = rfc5424(line, level, now);
    return `${Buffer.byteLength(text)} ${text}`;
  };
  const link = tcpLink(host, port);
  return stream({ name: address, link, render: framed, maxRecordBytes: MAX_BYTES, spill });
}

const CLOSE_WAIT_MS = 1000;
