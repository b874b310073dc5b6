// A subscription of a manifest: a rule on the bus, a queue of its own, and the domain's `events` function behind it.
// Made by the application stack. An event is handled, or it is in the dead-letter queue; never neither.
import { type EventBus, type IEventBus, Match, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { CONSUMER_RECEIVES, NOTIFIER_RECEIVES } from '../../entities/names.ts';
import type { Subscription as SubscriptionSpec } from '../../functions/_kit/manifest.ts';
import { DeadLetters } from './dead-letters.ts';
import type { DomainFunction } from './domain-function.ts';
import type { Alarming } from './impact-alarm.ts';
import { pascalCase } from './naming.ts';

/** EventBridge's own defaults, written down: a queue that refuses for a day is an incident, not a blip. */
const DELIVERY = { maxEventAge: Duration.hours(24), retryAttempts: 185 };
/** Lambda User Guide, "Creating and configuring an Amazon SQS event source mapping". */
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

interface SubscriptionProps {
  /** The subscription's name in the manifest. */
  readonly name: string;
  readonly spec: SubscriptionSpec;
  readonly bus: EventBus;
  readonly consumer: DomainFunction;
  readonly alarming: Alarming;
}

export class Subscription extends Construct {
  readonly deadLetters: DeadLetters;

  constructor(scope: Construct, { name, spec, bus, consumer, alarming }: SubscriptionProps) {
    super(scope, pascalCase(`${consumer.domain}-on-${name}`));
    const defers = consumer.spec.grants.includes('queue:defer');
    const { batchSize, maxReceiveCount, ...scaling } = defers ? DEFERRING : CONSUMING;
    this.deadLetters = new DeadLetters(this, 'DeadLetters', {
      alarming,
      name: `${consumer.domain}-${name}`,
      impact: consumer.spec.impact,
    });
    const queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      visibilityTimeout: Duration.seconds(consumer.spec.timeoutSeconds * VISIBILITY_PER_TIMEOUT),
      // Shorter than the dead-letter queue's: a message moved there keeps the age it has.
      retentionPeriod: Duration.days(4),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount },
    });
    new Rule(this, 'Rule', {
      description: `${consumer.domain}: ${name}`,
      eventBus: bus as IEventBus,
      eventPattern: {
        source: Match.anyOf(...spec.source.map((one) => (typeof one === 'string' ? one : Match.prefix(one.prefix)))),
        ...(spec.detailTypes && { detailType: [...spec.detailTypes] }),
        ...(spec.detail && { detail: spec.detail }),
      },
      targets: [new SqsQueue(queue, { ...DELIVERY, deadLetterQueue: this.deadLetters })],
    });
    consumer.lambda.addEventSource(new SqsEventSource(queue, { batchSize, reportBatchItemFailures: true, ...scaling }));
    if (defers) queue.grant(consumer.lambda, 'sqs:ChangeMessageVisibility');
  }
}
