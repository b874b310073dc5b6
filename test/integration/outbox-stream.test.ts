// The outbox onto the bus on real parts: the synthesized table, stream mapping and publisher, and a bus that refuses
// each fifth entry. Events arrive, per subject in the order of writing; a record that is no event goes to the dead letters.
// `npm run test:faults` sends 10,000 events.
import { rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemActor } from '../../entities/_base/actors.ts';
import type { EventId, TenantId } from '../../entities/_base/ids.ts';
import { itemOf } from '../../entities/_base/table/table.ts';
import { outboxWrite } from '../../entities/outbox/outbox-event.repo.ts';
import type { Json } from '../../infra/local/contracts.ts';
import { type Runtime, startRuntime } from '../../infra/local/runtime.ts';
import { synthesizedWith } from '../support/cdk/synthesized.ts';
import { type Operator, operatorOf } from '../support/operator.ts';
import { temporaryDirectory } from '../support/scratch/temporary-directory.ts';

const EVENTS = process.env.WINDLASS_FAULTS === undefined ? 1_000 : 10_000;
const SUBJECTS = 200;
const FAILURE_RATE = 0.2;
const SOURCE = 'windlass.test';
const QUEUE = 'every-test-event';
const BATCH = 25;
/** Half a minute is usual; a machine that does other things beside takes longer. */
const PATIENCE_MS = 300_000;
/** Longer than the test: what was received does not come again. */
const VISIBILITY_SECONDS = 3600;
const TENANT = '0192f000-0000-7000-8000-000000000001' as TenantId;

const LISTENER = {
  TestQueue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: QUEUE } },
  TestRule: {
    Type: 'AWS::Events::Rule',
    Properties: {
      EventBusName: 'windlass-local',
      EventPattern: { source: [SOURCE] },
      State: 'ENABLED',
      Targets: [{ Id: 'queue', Arn: { 'Fn::GetAtt': ['TestQueue', 'Arn'] } }],
    },
  },
};

const idOf = (position: number) => `event-${position}`;
const positionOf = (id: string) => Number(id.slice('event-'.length));
/** Neighbours have different subjects, so that a batch, whose writes have no order, holds each subject at most once. */
const subjectOf = (position: number) => `subject-${position % SUBJECTS}`;

async function outboxItem(tableName: string, position: number): Promise<Json> {
  const write = outboxWrite(
    { name: tableName },
    {
      source: SOURCE,
      detailType: 'Tested',
      subjectId: subjectOf(position),
      detail: {
        id: idOf(position) as EventId,
        version: 1,
        tenantId: TENANT,
        occurredAt: '2026-03-01T12:00:00.000Z',
        actor: systemActor('test'),
        correlationId: 'test',
        data: {},
      },
    },
  );
  const { Put } = await itemOf(write);
  return { PutRequest: { Item: marshall(Put?.Item ?? {}) as unknown as Json } };
}

/** In the partition of a subject, before all its events. */
const POISON = { pk: `T#${TENANT}#OUTBOX#${subjectOf(0)}`, sk: '0', __edb_e__: 'outboxEvent', __edb_v__: '1' };

describe('the outbox on a bus that refuses 20% of its entries', () => {
  const directories: string[] = [];
  let runtime: Runtime;
  let operator: Operator;

  beforeAll(async () => {
    const assembly = await synthesizedWith(LISTENER);
    const data = temporaryDirectory();
    directories.push(assembly, data);
    runtime = await startRuntime({ assembly, data, port: 0, verbose: false, log: () => {} });
    operator = operatorOf(runtime.url);
    const fault = { method: 'PUT', body: JSON.stringify({ rate: FAILURE_RATE }) };
    expect((await fetch(`${runtime.url}/_local/faults/events`, fault)).status).toBe(200);
  });

  afterAll(async () => {
    await runtime?.stop();
    for (const directory of directories) rmSync(directory, { recursive: true, force: true });
  });

  /** In rounds that hold each subject once, because batches of one round have no order either. */
  async function write(): Promise<void> {
    const table = runtime.outputs.TableName ?? '';
    const poison = { PutRequest: { Item: marshall(POISON) as unknown as Json } };
    await operator.call('DynamoDB_20120810.BatchWriteItem', { RequestItems: { [table]: [poison] } });
    for (let round = 0; round < EVENTS; round += SUBJECTS) {
      const batches = Array.from({ length: SUBJECTS / BATCH }, (_, batch) =>
        Array.from({ length: BATCH }, (_, index) => outboxItem(table, round + batch * BATCH + index)),
      );
      const replies = await Promise.all(
        batches.map(async (items) => {
          const RequestItems = { [table]: await Promise.all(items) };
          return operator.call('DynamoDB_20120810.BatchWriteItem', { RequestItems });
        }),
      );
      expect(replies.flatMap(({ UnprocessedItems }) => Object.keys(UnprocessedItems ?? {}))).toEqual([]);
    }
  }

  async function messagesOf(queue: string) {
    const { Messages = [] } = await operator.call('AmazonSQS.ReceiveMessage', {
      QueueUrl: `${runtime.url}/000000000000/${queue}`,
      MaxNumberOfMessages: 10,
      VisibilityTimeout: VISIBILITY_SECONDS,
    });
    return Messages.map(({ Body }: { Body: string }) => JSON.parse(Body));
  }

  /** Ids in the order they came, repetitions included, until every one has come or time is up. */
  async function receive(patienceMs: number): Promise<string[]> {
    const ids: string[] = [];
    const seen = new Set<string>();
    const deadline = Date.now() + patienceMs;
    while (seen.size < EVENTS && Date.now() < deadline) {
      const messages = await messagesOf(QUEUE);
      for (const { detail } of messages) {
        ids.push(detail.id);
        seen.add(detail.id);
      }
      if (messages.length === 0) await pause(100);
    }
    return ids;
  }

  it(
    `brings all of ${EVENTS} events to the queue behind a rule, in order per subject`,
    async () => {
      const [received] = await Promise.all([receive(PATIENCE_MS), write()]);
      const firsts = new Set(received);
      const written = Array.from({ length: EVENTS }, (_, position) => idOf(position));
      expect(written.filter((id) => !firsts.has(id))).toEqual([]);
      const bySubject = Map.groupBy([...firsts].map(positionOf), subjectOf);
      for (const [subject, positions] of bySubject) {
        expect(positions, subject).toEqual(positions.toSorted((one, other) => one - other));
      }
      const [poison, ...others] = await messagesOf('windlass-local-publisher-dead-letters');
      expect([poison?.reason, others]).toEqual(['not an outbox event', []]);
      expect(poison.keys).toEqual(marshall({ pk: POISON.pk, sk: POISON.sk }));
    },
    PATIENCE_MS + 30_000,
  );
});
