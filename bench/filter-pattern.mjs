// What a filter pattern costs on one log record, as a multiple of JSON.parse of that record.
// usage: npm run build && node bench/filter-pattern.mjs
import engine from '../dist/lib/engine/log/filter-pattern/index.js';
import { atMost, markdownTable, median } from './report.mjs';

const record = JSON.stringify({
  event_source: 'lava-worker',
  realm: 'dev',
  worker: 'core',
  host: 'ip-10-0-12-34',
  localtime: '2026-11-21 21:15:00',
  timestamp: '2026-11-21T10:15:00.123456Z',
  level: 'INFO',
  message: 'heartbeat realm=dev worker=core',
  pid: 4711,
  event_type: 'heartbeat',
  sqs: { messages: 17, notvisible: 2.5 },
  threads: [{ name: 'poll', alive: true }],
  deferred_tasks: 0,
});
const text = '127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] "GET /apache_pb.gif HTTP/1.0" 404 1534';

const heartbeat =
  '{ ($.event_source = "lava-worker") && ($.event_type = "heartbeat") && ($.realm = "dev") && ($.worker = "core") }';

/** name, pattern, message, the limit that the ratio must keep, if there is one. */
const cases = [
  ['heartbeat pattern, matches', heartbeat, record, 1.25],
  ['heartbeat pattern, another worker', heartbeat.replace('"core"', '"gpu"'), record, 0.2],
  ['one string equality, matches', '{ $.event_type = "heartbeat" }', record, 1.25],
  ['one string equality, literal absent', '{ $.event_type = "job" }', record, 0.2],
  ['number comparison, matches', '{ $.sqs.messages > 10 }', record, 1.25],
  ['wildcard over an array, matches', '{ $.threads[*].alive IS TRUE }', record, 1.25],
  ['quoted number against a number', '{ $.pid = "4711" }', record, 1.25],
  ['regex on a field, matches', '{ $.message = %worker=[a-z]+% }', record, 1.25],
  ['terms, match', 'heartbeat "worker=core" -ERROR', record],
  ['regex on the whole record', '%worker=[a-z]{2,}%', record],
  ['space-delimited, matches', '[..., status >= 400, bytes > 1000]', text],
];

const rows = cases.map(([name, pattern, message, limit]) => {
  const { match } = engine.compileFilterPattern(pattern);
  const cost = ratio(
    () => match(message),
    () => JSON.parse(record),
  );
  return [name, cost.toFixed(2), atMost(cost, limit)];
});
console.log(`### Filter patterns

A record of ${record.length} bytes; JSON.parse of it is 1.00. A quoted number compares with the spelling of a number,
which has to be looked up in the text again; a regex is run by an automaton whose time is linear in the text whatever
the pattern, which JavaScript's own is not.

${markdownTable(['pattern', 'against JSON.parse', 'target'], rows)}
`);

/** Median over rounds of one time over the other, taken in turns so that a busy machine slows both. */
function ratio(call, unit) {
  return median(Array.from({ length: 101 }, () => time(call) / time(unit)));
}

function time(call) {
  const start = process.hrtime.bigint();
  for (let index = 0; index < 1_000; index += 1) call();
  return Number(process.hrtime.bigint() - start);
}
