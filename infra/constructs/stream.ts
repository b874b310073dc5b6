// The table's stream to the publisher: outbox events only, in order per subject, retried until they are on the bus. The
// publisher puts a record that can never be published into the dead letters, and the stream goes on.
// Made by the stack of the domain that has a `stream` function.
import type { ITable, Table } from 'aws-cdk-lib/aws-dynamodb';
import { FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { DEAD_LETTERS_URL, OUTBOX_ENTITY } from '../../entities/names.ts';
import { acceptFinding } from './accept-finding.ts';
import { DeadLetters } from './dead-letters.ts';
import type { DomainFunction } from './domain-function.ts';
import { type Alarming, ImpactAlarm } from './impact-alarm.ts';
import { pascalCase } from './naming.ts';

/** Only while the bus takes nothing: a record expires from the stream after 24 hours, and an hour before that it is a dead letter. */
const MAX_AGE = Duration.hours(23);
const LAG_MS = 60_000;

interface TableStreamProps {
  readonly table: Table;
  readonly publisher: DomainFunction;
  readonly alarming: Alarming;
}

export class TableStream extends Construct {
  constructor(scope: Construct, { table, publisher, alarming }: TableStreamProps) {
    super(scope, pascalCase(`${publisher.domain}-on-table`));
    const { impact } = publisher.spec;
    const deadLetters = new DeadLetters(this, 'DeadLetters', { alarming, name: publisher.domain, impact });
    publisher.lambda.addEnvironment(DEAD_LETTERS_URL, deadLetters.queueUrl);
    publisher.lambda.addEventSource(
      new DynamoEventSource(table as ITable, {
        startingPosition: StartingPosition.TRIM_HORIZON,
        batchSize: 100,
        // Records of one partition key stay in order, and the outbox has one partition per subject.
        parallelizationFactor: 4,
        bisectBatchOnError: true,
        reportBatchItemFailures: true,
        retryAttempts: -1,
        maxRecordAge: MAX_AGE,
        onFailure: new SqsDlq(deadLetters),
        filters: [
          FilterCriteria.filter({
            eventName: FilterRule.isEqual('INSERT'),
            dynamodb: { NewImage: { __edb_e__: { S: FilterRule.isEqual(OUTBOX_ENTITY) } } },
          }),
        ],
      }),
    );
    acceptFinding(
      publisher.lambda,
      'AwsSolutions-IAM5[Resource::*]',
      'An event source lists streams to find the one it reads; ListStreams has no resources to name.',
    );
    new ImpactAlarm(this, 'LagAlarm', {
      alarming,
      name: `${publisher.domain}-stream-lag`,
      impact,
      runbook: 'stream-lag',
      metric: publisher.lambda.metric('IteratorAge', { statistic: 'Maximum' }),
      threshold: LAG_MS,
    });
  }
}
