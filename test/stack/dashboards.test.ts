import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { RealmDashboard } from '../../lib/constructs/dashboards/realm-dashboard';
import { realmNames, USER_EVENT_PRESETS } from '../../lib/contract';
import { filesOf, LEVELS, OPTIONS, yamlOf } from './fixture';

interface Reference {
  readonly type: string;
  readonly uid: string;
}

interface Target {
  readonly refId: string;
  readonly datasource: Reference;
  readonly expr?: string;
  readonly legendFormat?: string;
  readonly namespace?: string;
  readonly metricName?: string;
  readonly dimensions?: Readonly<Record<string, string>>;
  readonly statistic?: string;
  readonly expression?: string;
}

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly datasource: Reference;
  readonly targets?: readonly Target[];
  readonly fieldConfig?: {
    readonly overrides: readonly {
      readonly properties: readonly { readonly value: readonly { readonly url: string }[] }[];
    }[];
  };
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
}

const PRESETS = ['jobs', 'openwhisk'] as const;

describe.each(LEVELS.flatMap((level) => PRESETS.map((userEvents) => ({ level, userEvents }))))(
  '$level with the names of $userEvents',
  (options) => {
    const dashboards = dashboardsOf(options);
    const sources: Reference[] = yamlOf(
      'grafana/provisioning/datasources/datasources.yml',
      options,
    ).datasources;
    const known = sources.map(({ type, uid }) => ({ type, uid }));
    const panels = dashboards.flatMap((dashboard) => dashboard.panels);

    test('each dashboard has a uid of its own and the classic model', () => {
      expect(dashboards).toHaveLength(5);
      expect(new Set(dashboards.map(({ uid }) => uid)).size).toBe(5);
      for (const { schemaVersion } of dashboards) expect(schemaVersion).toBeLessThanOrEqual(42);
    });

    test('every panel, query and variable names a data source that is provisioned', () => {
      for (const { datasource, targets = [] } of panels) {
        expect(known).toContainEqual(datasource);
        for (const target of targets) expect(target.datasource).toEqual(datasource);
      }
      const variables = dashboards.flatMap(({ templating }) => templating.list ?? []);
      for (const { type, datasource } of variables)
        if (type === 'query') expect(known).toContainEqual(datasource);
    });

    test('no panel is of a type that Grafana has removed', () => {
      const types = new Set(panels.map(({ type }) => type));
      for (const removed of ['graph', 'singlestat', 'table-old', 'grafana-piechart-panel']) {
        expect(types).not.toContain(removed);
      }
    });

    test('panels have ids and queries letters of their own', () => {
      for (const dashboard of dashboards) {
        const ids = dashboard.panels.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        for (const { targets = [] } of dashboard.panels) {
          const letters = targets.map(({ refId }) => refId);
          expect(new Set(letters).size).toBe(letters.length);
        }
      }
    });

    test('rows are full: no panel leaves a hole or hangs over', () => {
      for (const dashboard of dashboards) {
        const widths = new Map<number, number>();
        for (const { gridPos } of dashboard.panels) {
          widths.set(gridPos.y, (widths.get(gridPos.y) ?? 0) + gridPos.w);
        }
        expect(new Set(widths.values())).toEqual(new Set([24]));
      }
    });

    test('user events are drawn by metrics that the consumer serves', () => {
      const served = Object.values(USER_EVENT_PRESETS[options.userEvents].metrics);
      const drawn = panels
        .filter(({ datasource }) => datasource.uid === 'Prometheus')
        .flatMap(({ targets = [] }) => targets.flatMap(({ expr }) => metricNames(expr!)));
      expect(new Set(drawn).size).toBeGreaterThan(15);
      for (const name of drawn) {
        const metric =
          served.find((one) => name === one.name) ??
          served.find((one) => one.type === 'histogram' && name.startsWith(`${one.name}_`));
        expect([name, metric?.name]).toEqual([name, expect.any(String)]);
        const suffix = name.slice(metric!.name.length);
        expect(metric!.type === 'histogram' ? ['_bucket', '_sum', '_count'] : ['']).toContain(suffix);
      }
    });
  },
);

test('the fleet dashboard draws the signals of the CloudWatch dashboard', () => {
  const fleet = dashboardsOf({}).find(({ uid }) => uid === 'lava-dev-fleet')!;
  const drawn = fleet.panels
    .flatMap(({ targets = [] }) => targets)
    .filter(({ namespace, expression }) => namespace || /^(SEARCH|depth)/.test(expression ?? ''))
    .map(({ namespace, metricName, dimensions = {}, statistic, expression }) =>
      metricName ? [namespace, metricName, ...Object.entries(dimensions).flat(), statistic] : [expression],
    );
  expect(sorted(drawn)).toEqual(sorted(cloudWatchSignals()));
});

test.each(LEVELS)('%s: with everything chosen, each query on logs has a matcher that Loki takes', (level) => {
  const logs = dashboardsOf({ level }).find(({ uid }) => uid === 'fRIvzUZM8')!;
  const all = new Map(logs.templating.list!.map(({ name, allValue }) => [`$${name}`, allValue]));
  const selectors = logs.panels
    .flatMap(({ targets = [] }) => targets)
    .flatMap(({ expr }) => expr!.match(/\{[^{}]+=~?"[^{}]*\}/g)!);
  expect(selectors.length).toBeGreaterThan(10);
  for (const selector of selectors) {
    const matchers = [...selector.matchAll(/=(~?)"([^"]*)"/g)].map(
      ([, regex, value]) => new RegExp(regex ? `^(?:${all.get(value!) ?? value})$` : `^${value}$`),
    );
    expect([selector, matchers.some((matcher) => !matcher.test(''))]).toEqual([selector, true]);
  }
});

test('no query on user events loses the first count of a counter', () => {
  for (const userEvents of PRESETS) {
    const exprs = dashboardsOf({ userEvents })
      .flatMap(({ panels }) => panels.flatMap(({ targets = [] }) => targets))
      .filter(({ datasource }) => datasource.uid === 'Prometheus')
      .map(({ expr }) => expr!);
    for (const expr of exprs) {
      expect([expr, /\brate\(/.test(expr)]).toEqual([expr, false]);
      const counted = expr.match(/increase\(/g)?.length ?? 0;
      expect([expr, expr.match(/unless last_over_time\(/g)?.length ?? 0]).toEqual([expr, counted]);
    }
  }
});

test.each(PRESETS)(
  '%s: the dashboards of user events are linked, and cells lead to what they name',
  (userEvents) => {
    const all = dashboardsOf({ userEvents }).filter(({ tags }) => tags.includes('user-events'));
    const uids = all.map(({ uid }) => uid);
    for (const { uid, links } of all) {
      expect(links!.map(({ url }) => url)).toEqual(
        uids.filter((one) => one !== uid).map((one) => `/d/${one}`),
      );
      for (const { keepTime, includeVars } of links!) expect([keepTime, includeVars]).toEqual([true, true]);
    }
    const [job, , top] = all;
    const variables = job!.templating.list!.map(({ name }) => name);
    const cells = top!.panels.flatMap(({ fieldConfig }) => fieldConfig?.overrides ?? []);
    expect(cells.length).toBeGreaterThan(5);
    for (const { properties } of cells) {
      const url = properties[0]!.value[0]!.url;
      expect(url).toMatch(new RegExp(`^/d/${job!.uid}\\?var-.*&\\$\\{__url_time_range\\}$`));
      for (const [, name, column] of url.matchAll(/var-(\w+)=\$\{__data\.fields\.(\w+):percentencode\}/g)) {
        expect(variables).toContain(name);
        expect(column).toBe(name);
      }
    }
  },
);

test('one line an action is drawn of whatever an action has', () => {
  const job = dashboardsOf({ userEvents: 'openwhisk' }).find(({ uid }) => uid === 'Oew1lvymk')!;
  const titles = job.panels
    .filter(({ targets = [] }) => targets.some((target) => target.legendFormat?.includes('{{action}}')))
    .map(({ title }) => title);
  expect(titles).toEqual([
    'Activations',
    'Successful',
    'Not successful',
    'Run time',
    'Wait',
    'Set-up of cold starts',
    'Cold starts',
    'Status codes',
    'Size of the result',
  ]);
});

test("OpenWhisk's dashboards keep its uids, so that links go on", () => {
  const uids = dashboardsOf({ userEvents: 'openwhisk' }).map(({ uid }) => uid);
  expect(uids).toEqual(expect.arrayContaining(['Oew1lvymk', 'Kw4jl2iZz', 'RnvlchiZk']));
});

test('system errors are asked for by the status that the consumer counts', () => {
  const job = dashboardsOf({ userEvents: 'openwhisk' }).find(({ uid }) => uid === 'Oew1lvymk')!;
  const panel = job.panels.find(({ title }) => title === 'System errors')!;
  expect(panel.targets![0]!.expr).toContain('status="whisk_internal_error"');
});

// --- internal ---

interface DashboardJson {
  readonly uid: string;
  readonly schemaVersion: number;
  readonly tags: readonly string[];
  readonly links?: readonly {
    readonly url: string;
    readonly keepTime: boolean;
    readonly includeVars: boolean;
  }[];
  readonly panels: readonly Panel[];
  readonly templating: {
    readonly list?: readonly {
      readonly type: string;
      readonly name: string;
      readonly allValue?: string;
      readonly datasource?: Reference;
    }[];
  };
}

function dashboardsOf(options: Parameters<typeof filesOf>[0]): DashboardJson[] {
  return [...filesOf(options)]
    .filter(([path]) => path.startsWith('grafana/dashboards/'))
    .map(([, text]) => JSON.parse(text));
}

const metricNames = (expr: string): string[] => expr.match(/\b(openwhisk|tiltmeter)_\w+/g) ?? [];

const sorted = (rows: readonly unknown[][]): string[] => rows.map((row) => JSON.stringify(row)).sort();

const ANY_FUNCTION = {
  runtime: Runtime.NODEJS_22_X,
  handler: 'index.handler',
  code: Code.fromInline('exports.handler = () => {};'),
};

/** What RealmDashboard draws for the same realm, without the periods and labels. */
function cloudWatchSignals(): unknown[][] {
  const names = realmNames('dev');
  const stack = new Stack(new App());
  const functions = new Map(
    [names.alertDispatcher, names.jobDispatcher].map((functionName) => [
      functionName,
      new LambdaFunction(stack, functionName, { ...ANY_FUNCTION, functionName }),
    ]),
  );
  const namesById = new Map([...functions].map(([name, fn]) => [stack.resolve(fn.functionName).Ref, name]));
  new RealmDashboard(stack, 'Dashboard', {
    realm: 'dev',
    workers: OPTIONS.realm.workers.map(({ name }) => name),
    logGroup: LogGroup.fromLogGroupName(stack, 'Logs', names.logGroup),
    functions: [...functions.values()],
  });
  const [resource] = Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Dashboard'));
  const body = stack.resolve(resource!.Properties.DashboardBody);
  const text = body['Fn::Join'][1]
    .map((part: string | { Ref: string }) =>
      typeof part === 'string' ? part : (namesById.get(part.Ref) ?? part.Ref),
    )
    .join('');
  const widgets: { properties: { metrics?: unknown[][] } }[] = JSON.parse(text).widgets;
  return widgets
    .flatMap(({ properties }) => properties.metrics ?? [])
    .map((row) => {
      const options = row.at(-1) as { stat?: string; expression?: string };
      return options.expression ? [options.expression] : [...row.slice(0, -1), options.stat ?? 'Average'];
    });
}
