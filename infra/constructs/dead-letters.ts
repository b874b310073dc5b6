// A queue for messages that could not be delivered or handled, with an alarm at the first one. Every asynchronous delivery has
// one, so that nothing is lost unseen.
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { acceptFinding } from './accept-finding.ts';
import { type Alarming, ImpactAlarm } from './impact-alarm.ts';
import { physicalName } from './naming.ts';

interface DeadLettersProps {
  readonly alarming: Alarming;
  /** Follows the stage in the names of queue and alarm, e.g. `releases`. */
  readonly name: string;
  readonly impact: string;
}

export class DeadLetters extends Queue {
  constructor(scope: Construct, id: string, { alarming, name, impact }: DeadLettersProps) {
    super(scope, id, {
      queueName: physicalName(alarming.stage, `${name}-dead-letters`),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      // The longest SQS keeps a message: time to mend the cause and redrive.
      retentionPeriod: Duration.days(14),
    });
    acceptFinding(this, 'AwsSolutions-SQS3', 'This queue is a dead-letter queue: what is in it waits for a person.');
    new ImpactAlarm(this, 'Alarm', {
      alarming,
      name: `${name}-dead-letters`,
      impact,
      runbook: 'dead-letters',
      metric: this.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum' }),
      threshold: 1,
    });
  }
}
