import { Duration, Stack, Token } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import {
  FilterOrPolicy,
  type ITopic,
  Subscription,
  SubscriptionFilter,
  SubscriptionProtocol,
  Topic,
} from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { type IQueue, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { CANARY_FIELD, realmNames } from '../../contract';
import { acknowledge } from '../acknowledge';
import { ConstructError } from '../construct-error';
import { RETAINED } from '../retained';
import { checkName, checkRealm } from '../worker-monitor';
import { AlertKey } from './alert-key';

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
   * A Watchdog sends canaries through the topic. Subscriptions made here leave them out, and with them, by SNS's rules, every
   * message that is no JSON; alarms are.
   * @default false
   */
  readonly watched?: boolean;
}

/** The topic of one severity: alarms publish to it, people and dispatchers subscribe. */
export class AlertTopic extends Construct {
  readonly topic: ITopic;
  readonly severity: string;
  /** Whether a Watchdog may send canaries through it. */
  readonly watched: boolean;
  /** The topic's name as text, which the name of an ITopic is not while the template is made. */
  readonly topicName: string;
  private readonly undeliveredName: string;
  private readonly filterPolicyWithMessageBody?: Record<string, FilterOrPolicy>;
  private deadLetters?: Queue;

  constructor(scope: Construct, id: string, props: AlertTopicProps) {
    super(scope, id);
    checkRealm(this, props);
    checkName(this, 'severity', props.severity);
    this.checkEmails(props.emails ?? []);
    this.severity = props.severity;
    this.watched = props.watched ?? false;
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
    this.topic = topic;
    this.undeliveredName = realmNames(props.realm, props.system).undelivered(props.severity);
    const filterPolicyWithMessageBody = this.watched ? WITHOUT_CANARIES : undefined;
    this.filterPolicyWithMessageBody = filterPolicyWithMessageBody;
    for (const email of props.emails ?? []) {
      acknowledge(topic.addSubscription(new EmailSubscription(email, { filterPolicyWithMessageBody })), {
        'Serverless::Serverless-SNSRedrivePolicy':
          'of e-mail SNS knows only that it was handed over, so that there is nothing to redrive',
      });
    }
  }

  /** Keeps the alerts that SNS could not hand to a subscriber; undefined before the first `subscribe`. */
  get undelivered(): IQueue | undefined {
    return this.deadLetters;
  }

  /**
   * Lets SNS tell somebody else of the alerts, though never of canaries: a phone, a device, a URL, a queue or a
   * function, named by its endpoint. A function is given the permission; a queue's own policy must have it. What
   * cannot be delivered is kept for 14 days.
   */
  subscribe(protocol: SubscriptionProtocol, endpoint: string): void {
    const { filterPolicyWithMessageBody, topic } = this;
    const id = `${protocol}-${endpoint}`;
    if (this.node.tryFindChild(id)) {
      throw new ConstructError(
        this,
        `subscribe: the same endpoint twice, got ${endpoint}, allowed: each once`,
      );
    }
    this.deadLetters ??= this.newDeadLetters();
    new Subscription(this, id, {
      topic,
      protocol,
      endpoint,
      filterPolicyWithMessageBody,
      deadLetterQueue: this.deadLetters,
    });
    if (protocol !== SubscriptionProtocol.LAMBDA) return;
    new CfnPermission(this, `${id}-permission`, {
      action: 'lambda:InvokeFunction',
      functionName: endpoint,
      principal: 'sns.amazonaws.com',
      sourceArn: topic.topicArn,
    });
  }

  private checkEmails(emails: readonly string[]): void {
    for (const [place, email] of emails.entries()) {
      if (emails.indexOf(email) !== place) {
        throw new ConstructError(this, `emails: the same address twice, got '${email}', allowed: each once`);
      }
      if (Token.isUnresolved(email) || EMAIL.test(email)) continue;
      throw new ConstructError(
        this,
        `emails: not an email address, got '${email}', allowed: an address such as oncall@example.com`,
      );
    }
  }

  private newDeadLetters(): Queue {
    const queue = new Queue(this, 'Undelivered', {
      queueName: this.undeliveredName,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      removalPolicy: RETAINED,
    });
    acknowledge(queue, {
      'AwsSolutions::AwsSolutions-SQS3': 'it is a dead-letter queue itself',
      'Serverless::Serverless-SQSRedrivePolicy': 'it is a dead-letter queue itself',
    });
    return queue;
  }
}

// --- internal ---

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** Of the body: a filter on attributes would refuse what has none, and CloudWatch gives none. */
const WITHOUT_CANARIES = { [CANARY_FIELD]: FilterOrPolicy.filter(SubscriptionFilter.notExistsFilter()) };
