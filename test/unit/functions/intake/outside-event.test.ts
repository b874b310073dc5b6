// Putting one event on the bus: tried a few times, then the sender is asked to come again.
import { describe, expect, it, vi } from 'vitest';
import { createPut, type SendEvents } from '../../../../functions/intake/outside-event.ts';

const event = { source: 'ci.github', detailType: 'push', detail: { deliveryId: 'd1' } };
const taken = { Entries: [{ EventId: 'e1' }] };
const refused = { Entries: [{ ErrorCode: 'ThrottlingException' }] };

describe('an event', () => {
  it('goes on the bus as JSON', async () => {
    const send = vi.fn<SendEvents>(async () => taken);
    await createPut(send, 'windlass')(event);
    expect(send).toHaveBeenCalledExactlyOnceWith([
      { EventBusName: 'windlass', Source: 'ci.github', DetailType: 'push', Detail: '{"deliveryId":"d1"}' },
    ]);
  });

  it.each([
    ['refuses the entry', async () => refused],
    ['does not take the call', () => Promise.reject(new Error('reset'))],
  ])('is tried again when the bus %s', async (_, first) => {
    const send = vi.fn<SendEvents>(async () => taken).mockImplementationOnce(first);
    await createPut(send, 'windlass')(event);
    expect(send).toHaveBeenCalledTimes(2);
  });

  it('is given up after three tries with 503 and a time to come again', async () => {
    const send = vi.fn<SendEvents>(async () => refused);
    await expect(createPut(send, 'windlass')(event)).rejects.toMatchObject({
      code: 'intake.unavailable',
      status: 503,
      details: { retryAfterSeconds: 5 },
    });
    expect(send).toHaveBeenCalledTimes(3);
  });
});
