import { inflateRawSync } from 'node:zlib';
import { backtestPage, differencePage, rehearsalPage, timesPage } from '../../lib/page';
import { ticksOf, tickText } from '../../lib/page/axis';
import { type Chart, thinnedSeries } from '../../lib/page/chart';
import { LabelPlaces } from '../../lib/page/client/label-places';
import { html } from '../../lib/page/html';
import { difference } from '../../lib/proof/difference';
import type { AlarmTimes, OverLimit } from '../../lib/proof/times';
import { backtestOf, changeAlarms, playRecording, readRecordings, rehearse } from '../../lib/rehearsal';
import { dashboardResource } from '../dashboard/small-dashboard';
import { backlog, smallModel } from '../rehearsal/small-template';

const model = smallModel({ AlarmDescription: 'More than <100> & "rising"' });
const failing = rehearse(model, backlog(['{ by: 13m, alarm: depth }', '{ never: errors }']));
const passing = rehearse(model, backlog(['{ by: 20m, alarm: depth }']));

const START = Date.UTC(2026, 0, 5);
const recording = readRecordings(
  [
    {
      name: 'depth.csv',
      text: [
        'time,depth',
        ...Array.from({ length: 300 }, (_, index) => {
          const at = new Date(START + index * 60_000).toISOString();
          return `${at},${index >= 200 && index < 230 ? 150 : index >= 50 && index < 60 ? '' : 5}`;
        }),
      ].join('\n'),
    },
  ],
  undefined,
);

/** What is in the page besides its script and its styles. */
const bodyOf = (page: string): string => page.slice(page.indexOf('<body>'), page.lastIndexOf('<script>'));

const chartsOf = (page: string): Chart[] =>
  [...page.matchAll(/data-chart="([^"]*)"/g)].map(([, text]) =>
    JSON.parse(text!.replaceAll('&quot;', '"').replaceAll('&gt;', '>')),
  );

/** Nothing that a browser would fetch. */
const fetched = (page: string): string[] =>
  [...page.matchAll(/<(?:script|link|img|iframe)[^>]*(?:src|href)=[^>]*>|@import[^;]*;|url\([^)]*\)/g)].map(
    ([text]) => text,
  );

describe('a page of rehearsals', () => {
  const whole = rehearsalPage([{ name: 'realm dev', model, rehearsals: [passing, failing, passing] }]);
  const page = bodyOf(whole);

  test('shows those that failed first and unfolded, and folds the others', () => {
    const cards = [...page.matchAll(/<details class="card (\w+)"( open)?>/g)].map(([, mood, open]) => [
      mood,
      open,
    ]);
    expect(cards).toEqual([
      ['bad', ' open'],
      ['good', undefined],
      ['good', undefined],
    ]);
    expect(page).toContain('<p class="summary bad">3 incidents: 1 failed, 2 passed</p>');
  });

  test('has the series of an alarm with its threshold, from the start of the incident', () => {
    const [chart] = chartsOf(page);
    expect(chart).toMatchObject({
      zero: chart!.from,
      thresholds: [{ value: 100, label: 'ALARM > 100', breaches: 'above' }],
    });
    expect(chart!.x.length).toBe(30);
    expect(chart!.y.slice(9, 12)).toEqual([0, 500, 500]);
  });

  test('has its states, who was told when, and what was expected when', () => {
    expect(page).toContain('title="ALARM from 14m49s to 22m49s"');
    expect(page).toContain('title="told of ALARM at 14m49s: email oncall@example.com"');
    expect(page).toContain(
      'class="band failed" style="left:min(0.000%, 100% - 2px);width:43.333%" title="line 8: depth in ALARM by 13m, fails"',
    );
    expect(page).toContain('class="band expected" style="left:min(0.000%, 100% - 2px);width:66.667%"');
  });

  test('fetches nothing, and takes no text for HTML', () => {
    expect(fetched(whole)).toEqual([]);
    expect(page).toContain('Its alert says: More than &lt;100&gt; &amp; &quot;rising&quot;');
  });
});

describe('dashboards on a page of rehearsals', () => {
  const pageOf = (resource: object, incidents: number) => {
    const drawn = smallModel({}, { Dashboard: resource });
    const rehearsals = Array.from({ length: incidents }, () =>
      rehearse(drawn, backlog(['{ never: errors }'])),
    );
    return bodyOf(rehearsalPage([{ name: 'realm dev', model: drawn, rehearsals }]));
  };
  const widgetsOf = (text: string): Map<string, string> =>
    new Map(
      [...text.matchAll(/<section class="widget"[^>]*>(?:<h4>(.*?)<\/h4>)?(.*?)<\/section>/gs)].map(
        ([, title, content]) => [title ?? '', content!],
      ),
    );
  const page = pageOf(dashboardResource(), 1);
  const widgets = widgetsOf(page);

  test('are folded in the incident, with each widget where its body puts it', () => {
    expect(page).toContain(
      '<details class="dashboard"><summary><h3>Dashboard jobs, as it looks at the end of this incident</h3></summary>',
    );
    expect(page).toContain('<section class="widget" style="grid-area:1/1/span 2/span 24;--rows:2">');
    expect([...widgets.keys()]).toEqual([
      '',
      'Alarms',
      'depth',
      'Lines',
      'Stacked',
      'Numbers',
      'Gauge',
      'Bars',
      'Pie',
      'Table',
      'Elsewhere',
      'Nothing',
      'Records',
    ]);
  });

  test('have the series of each line, on its axis, and say what has no data', () => {
    const lines = widgets.get('Lines')!;
    const graph = JSON.parse(/data-graph="([^"]*)"/.exec(lines)![1]!.replaceAll('&quot;', '"'));
    const from = Date.UTC(2026, 0, 1) / 1000;
    expect(graph).toMatchObject({
      from,
      until: from + 1_800,
      lines: [
        { color: 'var(--c0)', x: [from, 60], y: '0*10 250*10 0*10' },
        { color: 'var(--c1)', right: true, y: '0*10 500*10 0*10' },
      ],
      left: { min: 0, label: 'messages' },
      levels: [{ value: 100, label: 'much', fill: 'above' }],
      moments: [{ at: from + 300, label: 'release' }],
    });
    expect(lines).toContain(
      'aria-label="Lines: half 0 to 250, last 0; all 0 to 500, last 0; much at 100; 0 to 30m"',
    );
    expect(lines).toContain('nothing <i>no data</i>');
    expect(widgets.get('Nothing')).toBe('<p class="none">no data in this incident</p>');
  });

  test('say the whole threshold of an alarm, and that there are no alarms to show', () => {
    expect(widgets.get('depth')).toContain(
      '<p class="quiet">ALARM: &gt; 100 for 3 datapoints within 3m</p><div class="lane">',
    );
    const body = JSON.stringify({
      widgets: [
        { type: 'alarm', properties: { title: 'None', alarms: [] } },
        { type: 'metric', properties: { annotations: { alarms: ['arn:aws:cloudwatch:::alarm:depth'] } } },
      ],
    });
    const none = widgetsOf(pageOf(dashboardResource(body), 1)).get('None');
    expect(none).toBe('<p class="none">no alarm to show</p>');
  });

  test('say of a sparkline from where to where it goes, and of a number what it is', () => {
    expect(widgets.get('Numbers')).toContain('aria-label="Numbers: half 0 to 250 over time"');
  });

  test('have the summaries that a table asks for, and colours of ranges in tables and gauges', () => {
    const metrics = [
      ['AWS/SQS', 'ApproximateNumberOfMessagesVisible', 'QueueName', 'jobs', { label: 'jobs' }],
    ];
    const horizontal = [
      { value: 100, label: 'much', fill: 'above' },
      [{ value: 10, label: 'some', color: '#d9a000' }, { value: 100 }],
    ];
    const widget = (title: string, more: object) => ({
      type: 'metric',
      properties: { title, metrics, stat: 'Maximum', period: 60, annotations: { horizontal }, ...more },
    });
    const all = [
      widget('Asked', {
        view: 'table',
        table: { summaryColumns: ['AVG', 'MAX'], showTimeSeriesData: false },
      }),
      widget('All', { view: 'table' }),
      widget('Gauge', {
        view: 'gauge',
        stat: 'Sum',
        setPeriodToTimeRange: true,
        yAxis: { left: { min: 0, max: 200 } },
      }),
      widget('Number', { view: 'singleValue', trend: true }),
    ];
    const drawn = widgetsOf(pageOf(dashboardResource(JSON.stringify({ widgets: all })), 1));
    const heads = (title: string) =>
      [...drawn.get(title)!.matchAll(/<th>(\w+)<\/th>/g)].map(([, head]) => head);
    expect(heads('Asked')).toEqual(['Label', 'Max', 'Avg']);
    expect(heads('All')).toEqual(['Label', 'Last', 'Min', 'Max', 'Sum', 'Avg']);
    expect(drawn.get('Asked')).toContain('<td class="marked" style="--ink:var(--bad)" title="much">500</td>');
    expect(drawn.get('All')).toMatch(/<td>0<\/td><td>0<\/td><td class="marked"[^>]*>500<\/td>/);
    expect(drawn.get('All')).toContain('style="background:#d9a000"></span>some 10 to 100</li>');
    expect(drawn.get('Gauge')).toContain(
      '--ink:var(--bad);--ring:conic-gradient(from -90deg,transparent 9.0deg',
    );
    expect(drawn.get('Gauge')).toMatch(/aria-label="jobs: \d+, of 0 to 200; much above 100"/);
    expect(drawn.get('Number')).toMatch(
      /<p class="quiet">its annotations are not drawn<\/p><p class="quiet">its trend is not drawn<\/p>$/,
    );
  });

  test('say of what is not drawn why', () => {
    expect(widgets.get('Elsewhere')).toBe(
      '<p class="none">not drawn: it is of region eu-north-1, and the template does not say that this is its own</p>',
    );
    expect(widgets.get('Records')).toContain('not drawn: it is a query of CloudWatch Logs Insights');
  });

  test('take no text of a stranger for HTML', () => {
    expect(widgets.get('')).toContain(
      '<p class="md-h1">Jobs</p>\n<p>&lt;b&gt;bold&lt;/b&gt; <a href="https://example.com/">runbook</a></p>',
    );
    const markdown = '<script>alert(1)</script> [a](javascript:alert(1)) ![b](https://example.com/b.png)';
    const body = JSON.stringify({
      widgets: [
        { type: 'text', properties: { title: '<i>', markdown } },
        {
          type: 'metric',
          properties: {
            metrics: [
              ['AWS/SQS', 'ApproximateNumberOfMessagesVisible', 'QueueName', 'jobs', { label: '"><em>' }],
            ],
          },
        },
      ],
    });
    const text = pageOf(dashboardResource(body), 1);
    expect(text).not.toMatch(/<script>alert|<a href="javascript|<img|<em>/);
  });

  test('are packed where incidents are folded, and the same when they are unpacked', () => {
    const many = pageOf(dashboardResource(), 3);
    const packed = [...many.matchAll(/<details class="dashboard" data-packed="([^"]*)">/g)];
    expect(packed).toHaveLength(3);
    expect(widgetsOf(inflateRawSync(Buffer.from(packed[0]![1]!, 'base64')).toString())).toEqual(widgets);
  });

  test('that cannot be read or have no data say so in a line', () => {
    expect(pageOf(dashboardResource('{'), 1)).toContain(
      'Dashboard jobs is not drawn: its body is not JSON: ',
    );
    expect(pageOf(dashboardResource('{"widgets":[]}'), 1)).toContain('Dashboard jobs has no widgets');
    const body = JSON.stringify({
      widgets: [{ type: 'metric', properties: { metrics: [['Shop', 'Returns']] } }],
    });
    expect(pageOf(dashboardResource(body), 1)).toContain(
      'Dashboard jobs: nothing on it has data in this incident',
    );
  });
});

describe('a page of a backtest', () => {
  const play = (of: typeof model) => {
    const played = playRecording(of, recording, { retention: 86_400_000 });
    return { model: of, played, result: backtestOf(of, recording, played) };
  };
  const page = bodyOf(backtestPage(play(model), play(changeAlarms(model, ['depth.threshold=200']))));

  test('has the whole series with both thresholds, and the states with and without the change', () => {
    const [chart] = chartsOf(page);
    expect(chart!.x.length).toBeGreaterThan(295);
    expect(chart!.thresholds).toMatchObject([{ value: 200 }, { value: 100, isOld: true }]);
    expect(page).toContain('aria-label="Now: INSUFFICIENT_DATA from');
    expect(page).toMatch(/aria-label="Changed: [^"]*"/);
    expect(page).not.toMatch(/aria-label="Changed: [^"]*ALARM from/);
  });

  test('says what an alarm makes of missing data', () => {
    expect(page).toContain(
      'title="no data from 2026-01-05 00:50:00 to 2026-01-05 01:00:00: missing data are ignored, the state stays"',
    );
  });
});

describe('a page of a difference', () => {
  const after = smallModel({ Threshold: 200 });
  const result = difference(model, after, {
    incidents: [backlog([])],
    recording,
    keepsData: true,
    measuresTimes: false,
  });
  const page = bodyOf(differencePage(result, { before: model, after }));

  test('has a timeline for each scene in which pages differ, with what both did', () => {
    expect(page).toContain('<p><b>1 of 1 page of the recording would not have been sent</b></p>');
    expect(chartsOf(page)).toHaveLength(1);
    expect(page).toMatch(/aria-label="Told before: [^"]*told of ALARM at/);
    expect(page).not.toMatch(/aria-label="Told after: [^"]*told of ALARM at/);
    expect(page).toContain('<p class="summary bad">0 gone, 1 changed, 0 new, 2 alarms as before</p>');
  });
});

test('no name turns the sentence around it, in text and in attributes', () => {
  const name = 'a\u202eb';
  expect(html`<p title="${name}">${name} is silent</p>`.text).toBe(
    '<p title="a\\u202eb">a\\u202eb is silent</p>',
  );
});

test('a page of times has the slowest first, each with its bar, and folds what is not detected', () => {
  const span = (earliest: number, latest: number) => ({ earliest, latest });
  const page = bodyOf(
    timesPage(
      [
        {
          alarm: 'fast',
          faults: [
            { fault: 'step', alarm: span(61, 119), told: { ...span(61, 119), topic: 'page' } },
            { fault: 'event', note: '3 of 3 periods of 1m have to breach' },
          ],
        },
        {
          alarm: 'slow',
          faults: [{ fault: 'silence', alarm: span(301, 600), told: { ...span(301, 600), topic: 'page' } }],
        },
        { alarm: 'dead', faults: [], reason: 'no data can reach it' },
      ],
      new Map([['slow', 'alarmAfter: 10m']]),
      'realm dev',
    ),
  );
  const names = [...page.matchAll(/<th scope="row">(\w+)/g)].map(([, name]) => name);
  expect(names).toEqual(['slow', 'fast', 'fast', 'dead']);
  expect(page).toContain('3 alarms; the slowest tells after 10m at the latest');
  expect(page).toContain('<span class="told" style="left:50.17%;width:49.83%">');
  expect(page).toContain('<td>alarmAfter: 10m</td>');
  expect(page).toMatch(
    /<h2>Not detected: 2<\/h2>.*3 of 3 periods of 1m have to breach.*no data can reach it/s,
  );
});

describe('an axis of time', () => {
  const hours = (count: number) => ({ from: 0, until: count * 3_600 });

  test('has round steps, no more than there is room for', () => {
    expect(ticksOf({ from: 90, until: 1_890, zero: 90 }, 6)).toEqual([
      90, 390, 690, 990, 1_290, 1_590, 1_890,
    ]);
    expect(ticksOf({ from: 60, until: 3_600 }, 4)).toEqual([900, 1_800, 2_700, 3_600]);
    expect(ticksOf(hours(24 * 365), 4).length).toBeLessThanOrEqual(5);
  });

  test.each([
    [{ ...hours(1), zero: 600 }, ['-10m', '0', '50m']],
    [hours(2), ['00:00', '00:10', '01:00']],
    [hours(48), ['01-01 00:00', '01-01 00:10', '01-01 01:00']],
    [hours(24 * 30), ['01-01', '01-01', '01-01']],
  ])('says as much of an instant as its span asks for: %j', (axis, texts) => {
    expect([0, 600, 3_600].map((at) => tickText(at, axis))).toEqual(texts);
  });
});

test('a label of a chart stands in the first place that is free, within the chart, or nowhere', () => {
  const places = new LabelPlaces(0, 40);
  expect(places.place(0, 50, 10, [-5, 10])).toBe(10);
  expect(places.place(40, 50, 10, [10])).toBe(20);
  expect(places.place(50, 40, 10, [10])).toBe(10);
  expect(places.place(0, 50, 10, [10])).toBe(0);
  expect(places.place(0, 90, 10, [10])).toBe(30);
  expect(places.place(0, 90, 10, [10])).toBeUndefined();
});

test('a long series keeps its spikes and its gaps', () => {
  const x = Array.from({ length: 50_000 }, (_, index) => index);
  const y = x.map((index) => (index === 31_234 ? 900 : index >= 40_000 && index < 41_000 ? null : 1));
  const thin = thinnedSeries(x, y);
  expect(thin.x.length).toBeLessThanOrEqual(2_000);
  expect(thin.y[thin.x.indexOf(31_234)]).toBe(900);
  expect(thin.y.filter((value) => value === null).length).toBeGreaterThan(10);
});

test('a template escapes what is put into it', () => {
  const text = `<b title="x">'&`;
  expect(html`<p title="${text}">${text}${[html`<br>`, 7, undefined, false]}</p>`.text).toBe(
    '<p title="&lt;b title=&quot;x&quot;&gt;&#39;&amp;">&lt;b title=&quot;x&quot;&gt;&#39;&amp;<br>7</p>',
  );
});

test('a page of times says first what is told later than allowed, and draws what is allowed', () => {
  const span = (earliest: number, latest: number) => ({ earliest, latest });
  const told = { ...span(301, 900), topic: 'page' };
  const times: AlarmTimes[] = [
    { alarm: 'late', faults: [{ fault: 'step', alarm: span(301, 900), told }] },
    { alarm: 'daily', faults: [{ fault: 'step', alarm: span(301, 86_400) }] },
    ...Array.from({ length: 12 }, (_, index): AlarmTimes => {
      const fast = {
        fault: 'step',
        alarm: span(61, 119),
        told: { ...span(61, 119), topic: 'page' },
      } as const;
      return { alarm: `fast-${index}`, faults: [fast] };
    }),
  ];
  const limit = { who: 'page', seconds: 600, text: 'page=10m' };
  const over: OverLimit[] = [{ alarm: 'late', fault: 'step', told, limit }];
  const page = bodyOf(timesPage(times, new Map(), 'realm dev', { limits: [limit], over }));
  expect(page).toMatch(/<p class="summary bad">14 alarms; 1 fault told later than --max page=10m allows; /);
  expect(page).toContain('FAIL  late: step: page is told after 5m1s to 15m, --max page=10m');
  expect([...page.matchAll(/<th scope="row">([\w-]+)/g)][0]![1]).toBe('late');
  expect(page).toContain('up to 15m');
  expect(page).toContain('<span class="limit" style="left:66.67%"></span>');
  expect(page.match(/class="bar beyond"/g)).toHaveLength(1);
  const kept = bodyOf(timesPage(times, new Map(), 'realm dev', { limits: [limit], over: [] }));
  expect(kept).toContain(
    '<p class="summary open">14 alarms; none told later than --max page=10m allows; the slowest tells after 15m at the latest; 1 alarm tells nobody</p>',
  );
  const [, silent] = times;
  expect(bodyOf(timesPage([silent!], new Map(), 'realm dev'))).toContain(
    '<p class="summary open">1 alarm; nobody is told of anything</p>',
  );
  const loud = times.filter((one) => one !== silent);
  expect(bodyOf(timesPage(loud, new Map(), 'realm dev'))).toContain(
    '<p class="summary good">13 alarms; the slowest',
  );
});
