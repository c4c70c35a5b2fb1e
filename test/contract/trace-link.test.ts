import { traceLink } from '../../lib/contract';

const TRACE = '0af7651916cd43dd8448eb211c80319c';

test.each([
  ['https://jaeger.example.com/trace/{trace_id}', `https://jaeger.example.com/trace/${TRACE}`],
  [
    'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#xray:traces/{xray_trace_id}',
    'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#xray:traces/1-0af76519-16cd43dd8448eb211c80319c',
  ],
  [
    'https://g.example.com:3000?a={trace_id}&b={trace_id}',
    `https://g.example.com:3000?a=${TRACE}&b=${TRACE}`,
  ],
])('%s', (template, url) => {
  expect(traceLink(template, TRACE)).toBe(url);
  expect(URL.canParse(url)).toBe(true);
});

test.each([
  'http://jaeger.example.com/trace/{trace_id}',
  'javascript:alert(1)//{trace_id}',
  'https://user:secret@jaeger.example.com/trace/{trace_id}',
  'https://{trace_id}.example.com/',
  'https://jaeger.example.com{trace_id}/',
  'https://jaeger.example.com/trace/',
  'https://jaeger.example.com/{realm}/{trace_id}',
  'https://jaeger.example.com/{trace_id',
  'https://jaeger.example.com/ {trace_id}',
  'https://jaeger.example.com/<{trace_id}>',
])('%s is no template', (template) => {
  expect(traceLink(template, TRACE)).toBeUndefined();
});

test.each([undefined, 7, '', '0'.repeat(32), TRACE.toUpperCase(), `${TRACE}0`, `${TRACE}\n`, '../../etc'])(
  '%j is no id of a trace',
  (id) => {
    expect(traceLink('https://jaeger.example.com/trace/{trace_id}', id)).toBeUndefined();
  },
);
