import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { FilterOrPolicy, type ITopic, SubscriptionFilter, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { CANARY_FIELD, realmNames } from '../contract';
import { acknowledge } from './acknowledge';
import { AlertKey } from './alert-key';
import { checkRealm } from './worker-monitor';

export interface AlertTopicProps {
  /** Name of the realm, by Lava's grammar. */
  readonly realm: string;

  /** `page`, `ticket` or a severity of your own; part of the topic's name. */
  readonly severity: string;

  /**
   * Name of the job system.
   * @default 'lava'
   */
  readonly system?: string;

  /**
   * Key that encrypts the alerts; it must let CloudWatch use it, as an AlertKey does.
   * @default - a new AlertKey
   */
  readonly encryptionKey?: IKey;

  /**
   * Addresses that receive the alerts as CloudWatch words them; each has to confirm by a link.
   * @default - none
   */
  readonly emails?: readonly string[];

  /**
   * A Watchdog sends canaries through the topic. E-mail leaves them out, and with them, by SNS's rules, every
   * message that is no JSON; alarms are.
   * @default false
   */
  readonly watched?: boolean;
}

/** The topic of one severity: alarms publish to it, people and dispatchers subscribe. */
export class AlertTopic extends Construct {
  readonly topic: ITopic;
  readonly severity: string;
  /** The topic's name as text, which the name of an ITopic is not while the template is made. */
  readonly topicName: string;

  constructor(scope: Construct, id: string, props: AlertTopicProps) {
    super(scope, id);
    checkRealm(this, props);
    this.severity = props.severity;
    this.topicName = realmNames(props.realm, props.system).alertTopic(props.severity);
    const topic = new Topic(this, 'Resource', {
      topicName: this.topicName,
      displayName: `${props.realm} ${props.severity}`,
      masterKey: props.encryptionKey ?? new AlertKey(this, 'Key'),
      enforceSSL: true,
    });
    topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsMayPublish',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    const filterPolicyWithMessageBody = props.watched ? WITHOUT_CANARIES : undefined;
    for (const email of props.emails ?? []) {
      acknowledge(topic.addSubscription(new EmailSubscription(email, { filterPolicyWithMessageBody })), {
        'Serverless::Serverless-SNSRedrivePolicy':
          'of e-mail SNS knows only that it was handed over, so that there is nothing to redrive',
      });
    }
    this.topic = topic;
  }
}

// --- internal ---

/** Of the body: a filter on attributes would refuse what has none, and CloudWatch gives none. */
const WITHOUT_CANARIES = { [CANARY_FIELD]: FilterOrPolicy.filter(SubscriptionFilter.notExistsFilter()) };
