// How a notifier treats its queue: what is put back, for how long, and what another message suffers from it.
import { ChangeMessageVisibilityCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { integrationErrors } from '../../../../../entities/integrations/errors.ts';
import { type Defer, defer as deferBySqs } from '../../../../../functions/notifiers/_teller/defer.ts';
import { type Notify, queueHandler, waitAfter } from '../../../../../functions/notifiers/_teller/queue-handler.ts';
import { busEvent, sqsRecord } from '../fixture.ts';

const context = (ms = 20_000) => ({ getRemainingTimeInMillis: () => ms });

describe('the wait after a failure', () => {
  it.each([
    ['what the service asked for', integrationErrors.rate_limited({ retryAfterSeconds: 31 }), 1, 31],
    ['at least a second', integrationErrors.rate_limited({ retryAfterSeconds: 0 }), 1, 1],
    ['at most what SQS takes', integrationErrors.rate_limited({ retryAfterSeconds: 100_000 }), 1, 43_200],
    ['two seconds after the first receive', integrationErrors.unavailable(), 1, 2],
    ['doubled after each', integrationErrors.unavailable(), 4, 16],
    ['no longer at first', integrationErrors.unavailable(), 10, 16],
    ['doubled again when it goes on failing', integrationErrors.unavailable(), 12, 64],
    ['at most five minutes', new Error('bug'), 40, 300],
  ])('is %s', (_, error, receives, seconds) => {
    expect(waitAfter(error, receives, 1)).toBe(seconds);
  });

  it('is spread over its second half', () => {
    expect(waitAfter(new Error('bug'), 4, 0)).toBe(8);
  });

  it('is two hours in all for a service that stays down', () => {
    const waits = Array.from({ length: 49 }, (_, index) => waitAfter(integrationErrors.unavailable(), index + 1, 0.5));
    expect(Math.round(waits.reduce((sum, seconds) => sum + seconds) / 60)).toBe(139);
  });
});

describe('a batch', () => {
  const failsFor = (type: string): Notify =>
    vi.fn(async (event) => {
      if (event['detail-type'] === type) throw integrationErrors.unavailable();
    });

  it('reports and defers only the message that failed', async () => {
    const defer = vi.fn<Defer>(async () => {});
    const Records = [sqsRecord(busEvent('BuildFailed'), 1), sqsRecord(busEvent('BuildSucceeded'), 2)];
    const result = await queueHandler(failsFor('BuildFailed'), defer, () => 1)({ Records }, context());
    expect(result).toEqual({ batchItemFailures: [{ itemIdentifier: 'message-1' }] });
    expect(defer).toHaveBeenCalledExactlyOnceWith(Records[0], 2);
  });

  const ofTenant = (tenantId: string) => {
    const event = busEvent('BuildFailed');
    return { ...event, detail: { ...event.detail, tenantId } };
  };

  it("lets no tenant's message wait for another's, whose service is slow (S3)", async () => {
    const told: string[] = [];
    const slow = Promise.withResolvers<void>();
    const notify: Notify = async ({ detail }) => {
      if (detail.tenantId === 'hostile') await slow.promise;
      told.push(detail.tenantId);
      if (told.length === 3) slow.resolve();
    };
    const Records = ['hostile', 'one', 'other', 'hostile', 'one'].map((tenant) => sqsRecord(ofTenant(tenant)));
    const result = await queueHandler(notify, async () => {})({ Records }, context());
    expect(result.batchItemFailures).toEqual([]);
    expect(told.toSorted()).toEqual(['hostile', 'hostile', 'one', 'one', 'other']);
    expect(told.slice(0, 3)).not.toContain('hostile');
  });

  it('is told in the order in which its events happened, however its queue brought them', async () => {
    const told: string[] = [];
    const notify: Notify = async ({ detail }) => {
      told.push(detail.id);
    };
    const at = (occurredAt: string, id: string) => {
      const event = busEvent('BuildTriggered', {}, id);
      return sqsRecord({ ...event, detail: { ...event.detail, occurredAt } });
    };
    const Records = [
      at('2026-03-01T12:00:01.000Z', 'third'),
      at('2026-03-01T12:00:00.500Z', 'second-b'),
      at('2026-03-01T12:00:00.000Z', 'first'),
      at('2026-03-01T12:00:00.500Z', 'second-a'),
    ];
    await queueHandler(notify, async () => {})({ Records }, context());
    expect(told).toEqual(['first', 'second-a', 'second-b', 'third']);
  });

  it('tells the messages of one tenant one after the other', async () => {
    const order: string[] = [];
    const notify: Notify = async ({ detail }) => {
      order.push(`begin ${detail.id}`);
      await new Promise((resolve) => setTimeout(resolve));
      order.push(`end ${detail.id}`);
    };
    const Records = [ofTenant('one'), ofTenant('one')].map((event) => sqsRecord(event));
    await queueHandler(notify, async () => {})({ Records }, context());
    expect(order.map((word) => word.split(' ')[0])).toEqual(['begin', 'end', 'begin', 'end']);
  });

  it('puts back a message that cannot be read, and tells the others (S3)', async () => {
    const Records = [{ ...sqsRecord(ofTenant('one')), body: '{' }, sqsRecord(ofTenant('one'))];
    const notify = vi.fn<Notify>(async () => {});
    const result = await queueHandler(notify, async () => {})({ Records }, context());
    expect(result.batchItemFailures).toHaveLength(1);
    expect(notify).toHaveBeenCalledTimes(1);
  });

  it('leaves a message to the queue when it cannot be deferred', async () => {
    const defer = async () => {
      throw new Error('no permission');
    };
    const handler = queueHandler(failsFor('BuildFailed'), defer);
    const result = await handler({ Records: [sqsRecord(busEvent('BuildFailed'))] }, context());
    expect(result.batchItemFailures).toHaveLength(1);
  });

  it('begins no message that it may not finish: it comes again at once', async () => {
    const notify = failsFor('nothing');
    const defer = vi.fn<Defer>(async () => {});
    const Records = [sqsRecord(busEvent('BuildFailed'), 9)];
    const result = await queueHandler(notify, defer)({ Records }, context(11_999));
    expect(result.batchItemFailures).toHaveLength(1);
    expect(notify).not.toHaveBeenCalled();
    expect(defer).toHaveBeenCalledExactlyOnceWith(Records[0], 1);
  });
});

describe('deferring', () => {
  it('hides the message from its own queue', async () => {
    vi.stubEnv('AWS_REGION', 'eu-central-1');
    const sqs = mockClient(SQSClient);
    onTestFinished(() => sqs.restore());
    await deferBySqs(sqsRecord(busEvent('BuildFailed')), 7);
    expect(sqs.commandCalls(ChangeMessageVisibilityCommand)[0]?.args[0].input).toEqual({
      QueueUrl: 'https://sqs.eu-central-1.amazonaws.com/123456789012/notifier',
      ReceiptHandle: 'receipt-1',
      VisibilityTimeout: 7,
    });
  });
});
