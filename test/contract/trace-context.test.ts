import { parseTraceparent } from '../../lib/contract';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';

test('a traceparent names a trace, a span and flags', () => {
  expect(parseTraceparent(`00-${TRACE}-${SPAN}-01`)).toEqual({
    trace_id: TRACE,
    span_id: SPAN,
    trace_flags: '01',
  });
});

test('of a later version what is known is taken', () => {
  expect(parseTraceparent(`cc-${TRACE}-${SPAN}-01-more`)).toMatchObject({ trace_id: TRACE });
  expect(parseTraceparent(`cc-${TRACE}-${SPAN}-01`)).toMatchObject({ trace_id: TRACE });
});

test.each([
  undefined,
  7,
  '',
  `00-${TRACE}-${SPAN}-01-more`,
  `00-${TRACE}-${SPAN}-01-`,
  `cc-${TRACE}-${SPAN}-01.more`,
  `ff-${TRACE}-${SPAN}-01`,
  `00-${'0'.repeat(32)}-${SPAN}-01`,
  `00-${TRACE}-${'0'.repeat(16)}-01`,
  `00-${TRACE.toUpperCase()}-${SPAN}-01`,
  `00-${TRACE.slice(1)}-${SPAN}-01`,
  `00-${TRACE}-${SPAN}-1`,
])('%s is none', (text) => {
  expect(parseTraceparent(text)).toBeUndefined();
});
