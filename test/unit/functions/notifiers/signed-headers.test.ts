// Signatures of webhooks, by the example that Standard Webhooks publishes with its reference implementations.
import { describe, expect, it } from 'vitest';
import { newSecret } from '../../../../entities/webhooks/webhook-secret.model.ts';
import { signWebhook } from '../../../../functions/_adapters/standard-webhook.ts';
import { signedHeaders } from '../../../../functions/notifiers/webhook/notify-webhooks.ts';

const EXAMPLE = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: 1_614_265_330, body: '{"test": 2432232314}' };
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const SIGNATURE = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';

describe('the headers', () => {
  const previous = { secret: SECRET, validUntil: (EXAMPLE.timestamp + 1) * 1000 };

  it('name id, time and the signature of the published example', () => {
    expect(signedHeaders({ secret: SECRET }, EXAMPLE)).toEqual({
      'webhook-id': EXAMPLE.id,
      'webhook-timestamp': '1614265330',
      'webhook-signature': SIGNATURE,
    });
  });

  it('hold a signature of each secret while the one before the rotation is valid', () => {
    const secret = newSecret();
    const { 'webhook-signature': signatures } = signedHeaders({ secret, previous }, EXAMPLE);
    expect(signatures).toBe(`${signWebhook(secret, EXAMPLE)} ${SIGNATURE}`);
  });

  it('hold one signature when that is over', () => {
    const over = { ...previous, validUntil: EXAMPLE.timestamp * 1000 };
    const { 'webhook-signature': signatures } = signedHeaders({ secret: newSecret(), previous: over }, EXAMPLE);
    expect(signatures).not.toContain(' ');
  });
});

it('makes secrets of 32 random bytes', () => {
  const [one, other] = [newSecret(), newSecret()];
  expect(one).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(one).not.toBe(other);
});
