import { dirname } from 'node:path';
import { Unsaid } from '../../intrinsics/unsaid';
import { isRecord } from '../../is-record';
import type { TemplateSource } from '../template-source';
import type { TranslatedResource, TranslatedStack } from '../translated-stack';
import { alarmAs, muteRule, muteRuleSummary } from './alarms';
import type { Item, Translated } from './answer';
import { dashboard, isDashboard } from './dashboards';
import { logGroup, metricFilter, subscriptionFilter } from './logs';
import { attributes, isAttributes, subscription, topic } from './messaging';
import { isSamePlace, type Place, placeIn } from './place';

/** A source with what it holds. */
export interface AnswerDocument {
  readonly source: TemplateSource;
  readonly content: unknown;
}

/** Whether a document is an answer of AWS that is known here, as its command line prints it, or a list of such. */
export function isAnswer(content: unknown): boolean {
  if (Array.isArray(content)) return content.length > 0 && content.every(isAnswer);
  if (!isRecord(content) || content.Resources !== undefined) return false;
  if (
    isMuteRule(content) ||
    isDashboard(content) ||
    (isRecord(content.Attributes) && isAttributes(content.Attributes))
  )
    return true;
  return Object.keys(LISTS).some((name) => Array.isArray(content[name]));
}

/**
 * One stack for each account and Region that the answers are of. An answer without an ARN is of the place of the others
 * in its folder, or else of the first place there is.
 */
export function deployedStacks(documents: readonly AnswerDocument[]): TranslatedStack[] {
  const answers = documents.flatMap(({ source, content }) =>
    [content].flat().flatMap((answer) => {
      const folder = source.path === undefined ? undefined : dirname(source.path);
      const { region, accountId } = source;
      if (region && accountId) return [{ folder, answer: answer as Item, place: { region, accountId } }];
      return byPlace(answer as Item).map((one) => ({ folder, ...one }));
    }),
  );
  const places: Place[] = [];
  for (const { place } of answers) {
    if (place && !places.some((one) => isSamePlace(one, place))) places.push(place);
  }
  if (answers.length === 0) return [];
  const placeOf = ({ place, folder }: (typeof answers)[number]): Place | undefined =>
    place ?? answers.find((other) => other.place && other.folder === folder)?.place ?? places[0];
  return (places.length > 0 ? places : [undefined]).map((place) => {
    const here = answers.filter((one) => place === undefined || isSamePlace(placeOf(one)!, place));
    return stackOf(
      place,
      here.map(({ answer }) => answer),
      nameOf(place, places),
    );
  });
}

// --- internal ---

/** The lists of the answers, by the member that has them. */
const LISTS: Readonly<Record<string, (item: Item) => Translated>> = {
  MetricAlarms: alarmAs('AWS::CloudWatch::Alarm'),
  CompositeAlarms: alarmAs('AWS::CloudWatch::CompositeAlarm'),
  LogAlarms: alarmAs('AWS::CloudWatch::LogAlarm'),
  AlarmMuteRules: muteRuleSummary,
  AlarmMuteRuleSummaries: muteRuleSummary,
  metricFilters: metricFilter,
  subscriptionFilters: subscriptionFilter,
  logGroups: logGroup,
  Topics: topic,
  Subscriptions: subscription,
};

/** An answer as one for each place of what its lists have; what has no ARN is of the place of the first that has one. */
function byPlace(answer: Item): { answer: Item; place: Place | undefined }[] {
  const first = placeIn(JSON.stringify(answer));
  if (first === undefined) return [{ answer, place: first }];
  const items = Object.keys(LISTS).flatMap((name) =>
    (Array.isArray(answer[name]) ? answer[name] : [])
      .filter(isRecord)
      .map((item) => ({ name, item, place: placeOfItem(item) ?? first })),
  );
  const others = items
    .map(({ place }) => place)
    .filter((place, index, all) => index === all.findIndex((one) => isSamePlace(one, place)));
  if (others.length < 2) return [{ answer, place: others[0] ?? first }];
  return others.map((place) => {
    const here = items.filter((one) => isSamePlace(one.place, place));
    const lists = Object.keys(LISTS).flatMap((name) =>
      Array.isArray(answer[name])
        ? [[name, here.filter((one) => one.name === name).map(({ item }) => item)] as const]
        : [],
    );
    return { place, answer: { ...answer, ...Object.fromEntries(lists) } };
  });
}

/** Its own ARN tells where an item is; those that it names may be of elsewhere. */
function placeOfItem(item: Item): Place | undefined {
  const own = OWN_ARNS.map((name) => item[name]).find((arn) => typeof arn === 'string');
  return placeIn(own === undefined ? JSON.stringify(item) : String(own)) ?? placeIn(JSON.stringify(item));
}

const OWN_ARNS = ['AlarmArn', 'AlarmMuteRuleArn', 'TopicArn', 'arn'];

function isMuteRule(content: Item): boolean {
  return typeof content.Name === 'string' && isRecord(content.Rule) && isRecord(content.Rule.Schedule);
}

function translate(answer: Item): Translated[] {
  const lists = Object.entries(LISTS).flatMap(([name, read]) => {
    const list = answer[name];
    return Array.isArray(list) ? list.filter(isRecord).map(read) : [];
  });
  return [
    ...lists,
    ...(isMuteRule(answer) ? [muteRule(answer)] : []),
    ...(isDashboard(answer) ? [dashboard(answer)] : []),
    ...(isRecord(answer.Attributes) ? [attributes(answer.Attributes)] : []),
  ];
}

function stackOf(place: Place | undefined, answers: readonly Item[], stackName: string): TranslatedStack {
  const translated = answers.flatMap(translate);
  const resources = translated.flatMap((one) => one.resources ?? []);
  const unsupported = translated.flatMap((one) => one.unsupported ?? []);
  const said = new Set(resources.map(({ logicalId }) => logicalId));
  const isListed = answers.some(({ Subscriptions }) => Array.isArray(Subscriptions));
  return {
    stackName,
    ...place,
    resources: [...resources, ...(isListed ? [] : unlisted(resources))],
    // A summary is of no interest where the whole is there too.
    unsupported: unsupported.filter(({ logicalId }) => !said.has(logicalId)),
  };
}

/** Without a list of subscriptions nobody says who hears of a topic, or that nobody does. */
function unlisted(resources: readonly TranslatedResource[]): TranslatedResource[] {
  const heard = new Set(resources.map(({ properties }) => properties.TopicArn));
  return resources
    .filter(({ type, logicalId }) => type === 'AWS::SNS::Topic' && !heard.has(logicalId))
    .map(({ logicalId }) => {
      const subscriber = (what: string) =>
        new Unsaid({
          cause: 'answer',
          label: `${what} of ${logicalId}`,
          what: `not in what was given: the ${what} of a subscription of ${logicalId}`,
          remedy: 'give aws sns list-subscriptions too',
        });
      return {
        logicalId: `${logicalId}:subscriptions`,
        type: 'AWS::SNS::Subscription',
        properties: {
          TopicArn: logicalId,
          Protocol: subscriber('protocol'),
          Endpoint: subscriber('endpoint'),
        },
      };
    });
}

function nameOf(place: Place | undefined, places: readonly Place[]): string {
  if (place === undefined || places.length < 2) return 'deployed';
  const isOneAccount = places.every(({ accountId }) => accountId === place.accountId);
  return isOneAccount ? `deployed-${place.region}` : `deployed-${place.accountId}-${place.region}`;
}
