// Signatures of webhooks: the example of the Standard Webhooks libraries, and what a receiver must not take.
import { describe, expect, it } from 'vitest';
import { isSignedWebhook, isWebhookSecret, signWebhook } from '../../../../functions/_adapters/standard-webhook.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const BODY = '{"test": 2432232314}';
const ID = 'msg_p5jXN8AQM9LWM0D4loKWxJek';
const SECONDS = 1_614_265_330;
const SIGNATURE = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';
const NOW = SECONDS * 1000;

const headers = { 'webhook-id': ID, 'webhook-timestamp': String(SECONDS), 'webhook-signature': SIGNATURE };
const isTaken = (changes: Record<string, string | undefined> = {}, now = NOW, secret = SECRET, body = BODY) =>
  isSignedWebhook(secret, { ...headers, ...changes }, Buffer.from(body), now);

it('signs as the libraries do', () => {
  expect(signWebhook(SECRET, { id: ID, timestamp: SECONDS, body: BODY })).toBe(SIGNATURE);
  expect(signWebhook(SECRET, { id: ID, timestamp: String(SECONDS), body: Buffer.from(BODY) })).toBe(SIGNATURE);
});

describe('a signed webhook', () => {
  it.each([
    ['now', 0],
    ['five minutes later', 300],
    ['five minutes early', -300],
  ])('is taken %s', (_label, seconds) => {
    expect(isTaken({}, NOW + seconds * 1000)).toBe(true);
  });

  it('is taken when one of several signatures is right', () => {
    expect(isTaken({ 'webhook-signature': `v1a,x v1,AAAA ${SIGNATURE}` })).toBe(true);
  });

  it.each<[string, Parameters<typeof isTaken>]>([
    ['later than that', [{}, NOW + 301_000]],
    ['earlier than that', [{}, NOW - 301_000]],
    ['with another body', [{}, NOW, SECRET, `${BODY} `]],
    ['with another id', [{ 'webhook-id': `${ID}x` }]],
    ['with another time', [{ 'webhook-timestamp': String(SECONDS + 1) }]],
    ['with a time that is none', [{ 'webhook-timestamp': '1e9' }]],
    ['by another secret', [{}, NOW, 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA']],
    ['by a secret of another kind', [{}, NOW, 'secret']],
    ['without an id', [{ 'webhook-id': undefined }]],
    ['without a time', [{ 'webhook-timestamp': undefined }]],
    ['without a signature', [{ 'webhook-signature': undefined }]],
    ['with a part of the signature', [{ 'webhook-signature': SIGNATURE.slice(0, -1) }]],
  ])('is refused %s', (_label, given) => {
    expect(isTaken(...given)).toBe(false);
  });
});

it('knows a signing secret by its prefix', () => {
  expect([SECRET, 'secret'].map(isWebhookSecret)).toEqual([true, false]);
});
