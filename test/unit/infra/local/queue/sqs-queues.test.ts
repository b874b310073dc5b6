// Batches, queue attributes and lists, purging, dead letters and moving them back.
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../../infra/local/contracts.ts';
import { DEAD, JOBS, ORDERS, QueueFixture, START } from './queue-fixture.ts';

async function receiveOften(fixture: QueueFixture, times: number): Promise<void> {
  for (let time = 0; time < times; time++) {
    await fixture.receive(JOBS);
    fixture.now += 30_000;
  }
}

describe('batches', () => {
  it('send, hide and delete each entry for itself', async () => {
    const fixture = new QueueFixture();

    const sent = await fixture.call('SendMessageBatch', {
      QueueUrl: JOBS.url,
      Entries: [
        { Id: 'a', MessageBody: 'one' },
        { Id: 'b', MessageBody: '' },
        { Id: 'c', MessageBody: 'three' },
      ],
    });
    const [one, three] = await fixture.receive(JOBS);
    const changed = await fixture.call('ChangeMessageVisibilityBatch', {
      QueueUrl: JOBS.url,
      Entries: [{ Id: 'a', ReceiptHandle: one?.ReceiptHandle ?? null, VisibilityTimeout: 0 }],
    });
    const deleted = await fixture.call('DeleteMessageBatch', {
      QueueUrl: JOBS.url,
      Entries: [
        { Id: 'c', ReceiptHandle: three?.ReceiptHandle ?? null },
        { Id: 'd', ReceiptHandle: 'nonsense' },
      ],
    });

    expect(sent).toMatchObject({
      Successful: [{ Id: 'a', MD5OfMessageBody: 'f97c5d29941bfb1b2fdab0874906ab82' }, { Id: 'c' }],
      Failed: [{ Id: 'b', Code: 'MissingParameter', SenderFault: true }],
    });
    expect(changed).toEqual({ Successful: [{ Id: 'a' }], Failed: [] });
    expect(deleted).toMatchObject({ Successful: [{ Id: 'c' }], Failed: [{ Id: 'd', Code: 'ReceiptHandleIsInvalid' }] });
    expect(await fixture.bodies(JOBS)).toEqual(['one']);
  });

  const entry = (Id: string, MessageBody = 'x') => ({ Id, MessageBody });
  it.each<[string, JsonObject[], string]>([
    ['no entries', [], 'EmptyBatchRequest'],
    ['eleven entries', Array.from({ length: 11 }, (_, n) => entry(`e${n}`)), 'TooManyEntriesInBatchRequest'],
    ['an id twice', [entry('a'), entry('a')], 'BatchEntryIdsNotDistinct'],
    ['an id with a space', [entry('a b')], 'InvalidBatchEntryId'],
    ['no id', [{ MessageBody: 'x' }], 'InvalidBatchEntryId'],
    [
      'more than 1 MiB together',
      [entry('a', 'x'.repeat(600_000)), entry('b', 'x'.repeat(600_000))],
      'BatchRequestTooLong',
    ],
  ])('with %s are refused whole', async (_name, Entries, code) => {
    const fixture = new QueueFixture();

    await expect(fixture.call('SendMessageBatch', { QueueUrl: JOBS.url, Entries })).rejects.toMatchObject({ code });
    expect(await fixture.counts(JOBS)).toEqual([0, 0, 0]);
  });
});

describe('queues', () => {
  it('are found by name and listed by prefix', async () => {
    const fixture = new QueueFixture();

    expect(await fixture.call('GetQueueUrl', { QueueName: 'jobs' })).toEqual({ QueueUrl: JOBS.url });
    expect(await fixture.call('ListQueues', { QueueNamePrefix: 'jobs' })).toEqual({ QueueUrls: [JOBS.url, DEAD.url] });
    await expect(fixture.call('GetQueueUrl', { QueueName: 'other' })).rejects.toMatchObject({
      code: 'QueueDoesNotExist',
    });
  });

  it('tell the attributes asked for', async () => {
    const fixture = new QueueFixture();
    const attributes = (queue: { url: string }, AttributeNames: string[]) =>
      fixture.call('GetQueueAttributes', { QueueUrl: queue.url, AttributeNames });

    expect(await attributes(JOBS, ['QueueArn', 'VisibilityTimeout', 'RedrivePolicy', 'FifoQueue'])).toEqual({
      Attributes: {
        QueueArn: JOBS.arn,
        VisibilityTimeout: '30',
        RedrivePolicy: `{"deadLetterTargetArn":"${DEAD.arn}","maxReceiveCount":3}`,
      },
    });
    expect(await attributes(ORDERS, ['FifoQueue'])).toEqual({ Attributes: { FifoQueue: 'true' } });
    expect(await attributes(JOBS, [])).toEqual({});
    await expect(attributes(JOBS, ['Colour'])).rejects.toMatchObject({ code: 'InvalidAttributeName' });
  });

  it('are emptied by PurgeQueue', async () => {
    const fixture = new QueueFixture();
    await fixture.send(JOBS, 'a');
    await fixture.send(DEAD, 'b');

    await fixture.call('PurgeQueue', { QueueUrl: JOBS.url });

    expect([await fixture.counts(JOBS), await fixture.counts(DEAD)]).toEqual([
      [0, 0, 0],
      [1, 0, 0],
    ]);
  });
});

describe('a message received too often', () => {
  it('goes to the dead-letter queue instead of being received again', async () => {
    const fixture = new QueueFixture();
    await fixture.send(JOBS, 'poison');

    await receiveOften(fixture, 3);

    expect(await fixture.counts(JOBS)).toEqual([1, 0, 0]);
    expect(await fixture.bodies(JOBS)).toEqual([]);
    expect(await fixture.receive(DEAD)).toMatchObject([
      { Body: 'poison', Attributes: { DeadLetterQueueSourceArn: JOBS.arn, SentTimestamp: String(START) } },
    ]);
  });

  it('comes back as a new message by StartMessageMoveTask', async () => {
    const fixture = new QueueFixture();
    await fixture.send(JOBS, 'poison');
    await receiveOften(fixture, 4);

    const answer = await fixture.call('StartMessageMoveTask', { SourceArn: DEAD.arn });

    expect(answer).toEqual({ TaskHandle: expect.any(String) });
    expect(await fixture.counts(DEAD)).toEqual([0, 0, 0]);
    expect(await fixture.receive(JOBS)).toMatchObject([
      { Body: 'poison', Attributes: { ApproximateReceiveCount: '1', SentTimestamp: String(fixture.now) } },
    ]);
  });

  it('is moved to another queue where one is named', async () => {
    const fixture = new QueueFixture();
    await fixture.send(DEAD, 'sent here');

    await fixture.call('StartMessageMoveTask', { SourceArn: DEAD.arn });
    expect(await fixture.counts(DEAD)).toEqual([1, 0, 0]);
    await fixture.call('StartMessageMoveTask', { SourceArn: DEAD.arn, DestinationArn: JOBS.arn });
    expect(await fixture.bodies(JOBS)).toEqual(['sent here']);
  });

  it.each([
    ['an unknown queue', 'arn:aws:sqs:eu-west-1:111122223333:other', 'ResourceNotFoundException'],
    ['a queue that is no dead-letter queue', JOBS.arn, 'InvalidParameterValue'],
  ])('cannot be moved from %s', async (_name, SourceArn, code) => {
    await expect(new QueueFixture().call('StartMessageMoveTask', { SourceArn })).rejects.toMatchObject({ code });
  });
});
