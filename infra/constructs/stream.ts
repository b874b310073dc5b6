// The table's stream to a domain's `stream` function: new items of one kind, in order per partition key, retried until they are
// handled. Records that are too old go to the dead letters. Made by the stack of a domain whose manifest has `stream`.
import type { ITable, Table } from 'aws-cdk-lib/aws-dynamodb';
import { FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { DEAD_LETTERS_URL } from '../../entities/names.ts';
import type { StreamSpec } from '../../functions/_kit/manifest.ts';
import { acceptFinding } from './accept-finding.ts';
import { DeadLetters } from './dead-letters.ts';
import type { DomainFunction } from './domain-function.ts';
import { type Alarming, ImpactAlarm } from './impact-alarm.ts';
import { pascalCase } from './naming.ts';

/** Only while nothing is handled: a record expires from the stream after 24 hours, and an hour before that it is a dead letter. */
const MAX_AGE = Duration.hours(23);
const LAG_MS = 60_000;

interface TableStreamProps {
  readonly table: Table;
  readonly stream: StreamSpec;
  readonly reader: DomainFunction;
  readonly alarming: Alarming;
}

export class TableStream extends Construct {
  constructor(scope: Construct, { table, stream, reader, alarming }: TableStreamProps) {
    super(scope, pascalCase(`${reader.domain}-on-table`));
    const { impact } = reader.spec;
    const deadLetters = new DeadLetters(this, 'DeadLetters', { alarming, name: reader.domain, impact });
    reader.lambda.addEnvironment(DEAD_LETTERS_URL, deadLetters.queueUrl);
    reader.lambda.addEventSource(
      new DynamoEventSource(table as ITable, {
        startingPosition: StartingPosition.TRIM_HORIZON,
        batchSize: 100,
        parallelizationFactor: stream.lanes,
        ...(stream.windowSeconds !== undefined && { maxBatchingWindow: Duration.seconds(stream.windowSeconds) }),
        bisectBatchOnError: true,
        reportBatchItemFailures: true,
        retryAttempts: -1,
        maxRecordAge: MAX_AGE,
        onFailure: new SqsDlq(deadLetters),
        filters: [
          FilterCriteria.filter({
            eventName: FilterRule.isEqual('INSERT'),
            dynamodb: { NewImage: { __edb_e__: { S: FilterRule.isEqual(stream.kind) } } },
          }),
        ],
      }),
    );
    acceptFinding(
      reader.lambda,
      'AwsSolutions-IAM5[Resource::*]',
      'An event source lists streams to find the one it reads; ListStreams has no resources to name.',
    );
    new ImpactAlarm(this, 'LagAlarm', {
      alarming,
      name: `${reader.domain}-stream-lag`,
      impact,
      runbook: 'stream-lag',
      metric: reader.lambda.metric('IteratorAge', { statistic: 'Maximum' }),
      threshold: LAG_MS,
    });
  }
}
