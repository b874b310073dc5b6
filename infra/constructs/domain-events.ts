// The subscriptions of a manifest: a rule on the bus for each, and one queue before the domain's `events` function. Made by
// the domain's stack. An event is handled, or it is in the dead-letter queue; never neither.
import { type EventBus, type IEventBus, Match, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { CONSUMER_RECEIVES, NOTIFIER_RECEIVES } from '../../entities/names.ts';
import { limitsOf, type Subscription } from '../../functions/_kit/manifest.ts';
import type { DomainFunction } from './domain-function.ts';
import { pascalCase, physicalName } from './naming.ts';

/** EventBridge's own defaults, written down: a queue that refuses for a day is an incident, not a blip. */
const DELIVERY = { maxEventAge: Duration.hours(24), retryAttempts: 185 };
/** And the batching window. Lambda User Guide, "Creating and configuring an Amazon SQS event source mapping". */
const VISIBILITY_PER_TIMEOUT = 6;

/** Receives before a message is dead; those that defer themselves on 429 are received once per deferral. */
const CONSUMING = { batchSize: 10, maxReceiveCount: CONSUMER_RECEIVES };
/** Events of one second come together, so that a notifier tells them in the order of their times. */
const DEFERRING = {
  batchSize: 10,
  maxBatchingWindow: Duration.seconds(1),
  maxReceiveCount: NOTIFIER_RECEIVES,
  maxConcurrency: 10,
};

/** Texts, or what they begin with. */
const anyOf = (texts: readonly (string | { readonly prefix: string })[]) =>
  Match.anyOf(...texts.map((one) => (typeof one === 'string' ? one : Match.prefix(one.prefix))));

interface DomainEventsProps {
  readonly subscriptions: Readonly<Record<string, Subscription>>;
  readonly bus: EventBus;
  readonly consumer: DomainFunction;
  readonly stage: string;
  readonly deadLetters: Queue;
}

export class DomainEvents extends Construct {
  /** One queue for all subscriptions: Lambda polls each queue all day long, and every poll is paid. */
  constructor(scope: Construct, { subscriptions, bus, consumer, stage, deadLetters }: DomainEventsProps) {
    const { domain, spec, lambda } = consumer;
    super(scope, pascalCase(`${domain}-on`));
    const defers = spec.grants.includes('queue:defer');
    const { batchSize, maxReceiveCount, ...scaling } = defers ? DEFERRING : CONSUMING;
    const windowSeconds = defers ? DEFERRING.maxBatchingWindow.toSeconds() : 0;
    const { timeoutSeconds } = limitsOf('events', spec);
    const queue = new Queue(this, 'Queue', {
      queueName: physicalName(stage, `${domain}-events`),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      visibilityTimeout: Duration.seconds(timeoutSeconds * VISIBILITY_PER_TIMEOUT + windowSeconds),
      // Shorter than the dead-letter queue's: a message moved there keeps the age it has.
      retentionPeriod: Duration.days(4),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount },
    });
    for (const [name, { source, detailTypes, outsideTypes, detail }] of Object.entries(subscriptions)) {
      new Rule(this, pascalCase(name), {
        ruleName: physicalName(stage, `${domain}-${name}`),
        description: `${domain}: ${name}`,
        eventBus: bus as IEventBus,
        eventPattern: {
          source: anyOf(source),
          ...(detailTypes && { detailType: [...detailTypes] }),
          ...(outsideTypes && { detailType: anyOf(outsideTypes) }),
          ...(detail && { detail }),
        },
        targets: [new SqsQueue(queue, { ...DELIVERY, deadLetterQueue: deadLetters })],
      });
    }
    lambda.addEventSource(new SqsEventSource(queue, { batchSize, reportBatchItemFailures: true, ...scaling }));
    if (defers) queue.grant(lambda, 'sqs:ChangeMessageVisibility');
  }
}
