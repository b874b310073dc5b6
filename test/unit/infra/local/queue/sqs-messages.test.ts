// Sending, receiving, hiding and deleting messages of standard queues, as SQS clients see it.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../../infra/local/contracts.ts';
import { DEAD, JOBS, QueueFixture, START } from './queue-fixture.ts';

const UUID = /^[0-9a-f-]{36}$/;

async function receiveOften(fixture: QueueFixture, times: number): Promise<void> {
  for (let time = 0; time < times; time++) {
    await fixture.receive(JOBS);
    fixture.now += 30_000;
  }
}

describe('SendMessage', () => {
  it('answers the id and the digest of the body', async () => {
    const body = 'é🚀\n{"a":1}';

    expect(await new QueueFixture().send(JOBS, body)).toEqual({
      MessageId: expect.stringMatching(UUID),
      MD5OfMessageBody: createHash('md5').update(body).digest('hex'),
    });
  });

  it.each<[string, JsonObject, string]>([
    ['no body', { MessageBody: '' }, 'MissingParameter'],
    ['a control character', { MessageBody: 'a\u0000' }, 'InvalidMessageContents'],
    ['half a character', { MessageBody: '\ud83d' }, 'InvalidMessageContents'],
    ['more than 1 MiB', { MessageBody: 'x'.repeat(1_048_577) }, 'InvalidParameterValue'],
    ['a deduplication id', { MessageDeduplicationId: 'a' }, 'UnsupportedOperation'],
    ['an attribute', { MessageAttributes: { a: { DataType: 'String', StringValue: 'b' } } }, 'UnsupportedOperation'],
    ['a delay', { DelaySeconds: 1 }, 'UnsupportedOperation'],
    ['an unknown parameter', { Colour: 'red' }, 'UnsupportedOperation'],
    ['an unknown queue', { QueueUrl: 'http://127.0.0.1:1/other' }, 'QueueDoesNotExist'],
    ['no queue', { QueueUrl: null }, 'MissingParameter'],
  ])('refuses %s', async (_name, input, code) => {
    const fixture = new QueueFixture();

    await expect(fixture.send(JOBS, 'a', input)).rejects.toMatchObject({ code });
    expect(await fixture.counts(JOBS)).toEqual([0, 0]);
  });

  it('takes exactly 1 MiB, and a queue by its name under another host', async () => {
    const fixture = new QueueFixture();

    await fixture.send({ ...JOBS, url: 'http://localhost:9/1/jobs' }, 'x'.repeat(1_048_576));

    expect(await fixture.counts(JOBS)).toEqual([1, 0]);
  });
});

describe('ReceiveMessage', () => {
  it('answers messages in the order they were sent, with what was asked for', async () => {
    const fixture = new QueueFixture();
    await fixture.send(JOBS, 'first');
    await fixture.send(JOBS, 'second');
    fixture.now += 1000;

    const messages = await fixture.receive(JOBS);

    expect(messages).toEqual([
      expect.objectContaining({
        Body: 'first',
        MD5OfBody: createHash('md5').update('first').digest('hex'),
        Attributes: {
          ApproximateReceiveCount: '1',
          SentTimestamp: String(START),
          ApproximateFirstReceiveTimestamp: String(START + 1000),
          SenderId: 'local',
        },
      }),
      expect.objectContaining({ Body: 'second' }),
    ]);
  });

  it('answers one message unless told otherwise, and none as an empty object', async () => {
    const fixture = new QueueFixture();
    await fixture.send(JOBS, 'a');
    await fixture.send(JOBS, 'b');

    expect((await fixture.call('ReceiveMessage', { QueueUrl: JOBS.url })).Messages).toHaveLength(1);
    expect(await fixture.call('ReceiveMessage', { QueueUrl: DEAD.url })).toEqual({});
  });

  it('hides a message for the visibility timeout and counts how often it was received', async () => {
    const fixture = new QueueFixture();
    await fixture.send(JOBS, 'a');

    await fixture.receive(JOBS);
    fixture.now += 29_999;
    expect(await fixture.bodies(JOBS)).toEqual([]);
    expect(await fixture.counts(JOBS)).toEqual([0, 1]);
    fixture.now += 1;
    expect(await fixture.receive(JOBS, { VisibilityTimeout: 5 })).toMatchObject([
      { Attributes: { ApproximateReceiveCount: '2', ApproximateFirstReceiveTimestamp: String(START) } },
    ]);
    fixture.now += 5000;
    expect(await fixture.bodies(JOBS)).toEqual(['a']);
  });

  it.each<[JsonObject]>([[{ MaxNumberOfMessages: 0 }], [{ MaxNumberOfMessages: 11 }], [{ VisibilityTimeout: 43_201 }]])(
    'refuses %j',
    async (input) => {
      await expect(new QueueFixture().receive(JOBS, input)).rejects.toMatchObject({ code: 'InvalidParameterValue' });
    },
  );

  it('no longer finds messages past their retention', async () => {
    const fixture = new QueueFixture();
    await fixture.send(JOBS, 'old');
    fixture.now += JOBS.retentionSeconds * 1000;
    await fixture.send(JOBS, 'new');

    expect(await fixture.bodies(JOBS)).toEqual(['new']);
    expect(await fixture.counts(JOBS)).toEqual([0, 1]);
  });
});

describe('DeleteMessage', () => {
  it('removes a message for good, and does nothing the second time', async () => {
    const fixture = new QueueFixture();
    await fixture.send(JOBS, 'a');
    const [message] = await fixture.receive(JOBS);

    await fixture.delete(JOBS, message);
    await fixture.delete(JOBS, message);

    expect(await fixture.counts(JOBS)).toEqual([0, 0]);
  });

  it('leaves a message that was received again since', async () => {
    const fixture = new QueueFixture();
    await fixture.send(JOBS, 'a');
    const [first] = await fixture.receive(JOBS);
    fixture.now += 30_000;
    await fixture.receive(JOBS);

    await fixture.delete(JOBS, first);

    expect(await fixture.counts(JOBS)).toEqual([0, 1]);
  });

  it('refuses what is no receipt', async () => {
    const deleting = new QueueFixture().call('DeleteMessage', { QueueUrl: JOBS.url, ReceiptHandle: 'nonsense' });

    await expect(deleting).rejects.toMatchObject({ code: 'ReceiptHandleIsInvalid' });
  });
});

describe('ChangeMessageVisibility', () => {
  it.each([
    ['longer', 100, 99_999, []],
    ['longer, until then', 100, 100_000, ['a']],
    ['not at all', 0, 0, ['a']],
  ])('hides a message %s', async (_name, seconds, later, expected) => {
    const fixture = new QueueFixture();
    await fixture.send(JOBS, 'a');
    const [message] = await fixture.receive(JOBS);
    const change = { QueueUrl: JOBS.url, ReceiptHandle: message?.ReceiptHandle ?? null, VisibilityTimeout: seconds };

    await fixture.call('ChangeMessageVisibility', change);
    fixture.now += later;

    expect(await fixture.bodies(JOBS)).toEqual(expected);
  });

  it('refuses a message that is not in flight any more', async () => {
    const fixture = new QueueFixture();
    await fixture.send(JOBS, 'a');
    const [message] = await fixture.receive(JOBS);
    fixture.now += 30_000;
    const change = { QueueUrl: JOBS.url, ReceiptHandle: message?.ReceiptHandle ?? null, VisibilityTimeout: 1 };

    await expect(fixture.call('ChangeMessageVisibility', change)).rejects.toMatchObject({ code: 'MessageNotInflight' });
  });
});

describe('a message received too often', () => {
  it('goes to the dead-letter queue instead of being received again', async () => {
    const fixture = new QueueFixture();
    await fixture.send(JOBS, 'poison');

    await receiveOften(fixture, 3);

    expect(await fixture.counts(JOBS)).toEqual([1, 0]);
    expect(await fixture.bodies(JOBS)).toEqual([]);
    expect(await fixture.receive(DEAD)).toMatchObject([
      { Body: 'poison', Attributes: { DeadLetterQueueSourceArn: JOBS.arn, SentTimestamp: String(START) } },
    ]);
  });
});
