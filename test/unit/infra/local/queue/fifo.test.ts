// FIFO queues: order within a group, groups that wait, and duplicates.
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../../infra/local/contracts.ts';
import { MAPPING, ORDERS, QueueFixture, queueOf } from './queue-fixture.ts';

const sendAll = async (fixture: QueueFixture, ...bodies: string[]) => {
  for (const body of bodies) await fixture.send(ORDERS, body, { MessageGroupId: body.charAt(0) });
};

describe('a FIFO queue', () => {
  it('gives messages in order, several of a group in one answer', async () => {
    const fixture = new QueueFixture();
    await sendAll(fixture, 'a1', 'b1', 'a2', 'b2');

    expect(await fixture.bodies(ORDERS, { MaxNumberOfMessages: 3 })).toEqual(['a1', 'b1', 'a2']);
  });

  it('blocks a group while one of its messages is in flight, and only that group', async () => {
    const fixture = new QueueFixture();
    await sendAll(fixture, 'a1', 'a2', 'b1', 'b2');

    const [first] = await fixture.receive(ORDERS, { MaxNumberOfMessages: 1 });
    expect(await fixture.bodies(ORDERS)).toEqual(['b1', 'b2']);
    await fixture.delete(ORDERS, first);
    expect(await fixture.bodies(ORDERS)).toEqual(['a2']);
  });

  it('gives a message again before its later ones', async () => {
    const fixture = new QueueFixture();
    await sendAll(fixture, 'a1', 'a2');

    await fixture.receive(ORDERS, { MaxNumberOfMessages: 1 });
    fixture.now += 30_000;

    expect(await fixture.bodies(ORDERS)).toEqual(['a1', 'a2']);
  });

  it('blocks a group whose earlier message is visible again while a later one is in flight', async () => {
    const fixture = new QueueFixture();
    await sendAll(fixture, 'a1', 'a2');
    const [first, second] = await fixture.receive(ORDERS);
    const ReceiptHandle = first?.ReceiptHandle ?? null;

    await fixture.call('ChangeMessageVisibility', { QueueUrl: ORDERS.url, ReceiptHandle, VisibilityTimeout: 0 });
    expect(await fixture.bodies(ORDERS)).toEqual([]);
    await fixture.delete(ORDERS, second);
    expect(await fixture.bodies(ORDERS)).toEqual(['a1']);
  });

  it('delays every message of a queue with a delay, without holding up the earlier ones', async () => {
    const slow = queueOf('slow.fifo', { delaySeconds: 10 });
    const fixture = new QueueFixture({ queues: [slow] });
    await fixture.send(slow, 'a1', { MessageGroupId: 'a' });
    fixture.now += 5000;
    await fixture.send(slow, 'a2', { MessageGroupId: 'a' });
    fixture.now += 5000;

    expect(await fixture.bodies(slow)).toEqual(['a1']);
  });

  it('tells group, deduplication id and a growing sequence number', async () => {
    const fixture = new QueueFixture();
    const sent = await fixture.send(ORDERS, 'a', { MessageGroupId: 'g', MessageDeduplicationId: 'd' });

    const [message] = await fixture.receive(ORDERS);

    expect(message?.Attributes).toMatchObject({
      MessageGroupId: 'g',
      MessageDeduplicationId: 'd',
      SequenceNumber: sent.SequenceNumber,
    });
    expect(sent.SequenceNumber).toMatch(/^\d{20}$/);
  });

  it.each<[string, JsonObject, string]>([
    ['without a group', {}, 'MissingParameter'],
    ['with an empty group', { MessageGroupId: '' }, 'InvalidParameterValue'],
    ['with a delay of its own', { MessageGroupId: 'g', DelaySeconds: 1 }, 'InvalidParameterValue'],
  ])('refuses a message %s', async (_name, input, code) => {
    await expect(new QueueFixture().send(ORDERS, 'a', input)).rejects.toMatchObject({ code });
  });

  it('keeps the order of a group through its mapping, one batch of the group at a time', async () => {
    const mapping = { ...MAPPING, queueArn: ORDERS.arn, batchSize: 1 };
    let attempts = 0;
    const handler = () => {
      attempts += 1;
      if (attempts === 1) throw new Error('once');
      return null;
    };
    const fixture = new QueueFixture({ mappings: [mapping], handler });
    await sendAll(fixture, 'a1', 'a2', 'a3');

    await fixture.queues.runDue();
    expect(fixture.batches).toEqual([['a1']]);
    await fixture.after(30);
    expect(fixture.batches).toEqual([['a1'], ['a1'], ['a2'], ['a3']]);
  });
});

describe('a duplicate', () => {
  const send = (fixture: QueueFixture, body: string, more: JsonObject = {}) =>
    fixture.send(ORDERS, body, { MessageGroupId: 'g', ...more });

  it('by its id is taken and not given, for five minutes', async () => {
    const fixture = new QueueFixture();
    const first = await send(fixture, 'one', { MessageDeduplicationId: 'd' });
    const second = await send(fixture, 'two', { MessageDeduplicationId: 'd' });
    fixture.now += 300_000;
    await send(fixture, 'three', { MessageDeduplicationId: 'd' });

    expect([second.MessageId, second.SequenceNumber]).toEqual([first.MessageId, first.SequenceNumber]);
    expect(await fixture.bodies(ORDERS)).toEqual(['one', 'three']);
  });

  it('is known although the first one was deleted', async () => {
    const fixture = new QueueFixture();
    await send(fixture, 'one', { MessageDeduplicationId: 'd' });
    await fixture.delete(ORDERS, (await fixture.receive(ORDERS))[0]);

    await send(fixture, 'two', { MessageDeduplicationId: 'd' });

    expect(await fixture.counts(ORDERS)).toEqual([0, 0, 0]);
  });

  it('is known by its body where it has no id', async () => {
    const fixture = new QueueFixture();
    await send(fixture, 'same');
    await send(fixture, 'same');
    await send(fixture, 'other');

    expect(await fixture.bodies(ORDERS)).toEqual(['same', 'other']);
  });

  it('needs an id on a queue without content-based deduplication', async () => {
    const strict = queueOf('strict.fifo', { contentBasedDeduplication: false });
    const sending = new QueueFixture({ queues: [strict] }).send(strict, 'a', { MessageGroupId: 'g' });

    await expect(sending).rejects.toMatchObject({ code: 'InvalidParameterValue' });
  });
});
