// The signing key: messages of any length, one request for its public half, and what failures of KMS mean.
import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { createSigningKey } from '../../../../../functions/_kit/keys/signing-key.ts';
import { createFakeKms } from '../../../../support/services/fake-kms.ts';

const ARN = 'arn:aws:kms:us-east-1:000000000000:key/00000000-0000-4000-8000-00000000516e';

it.each([0, 1, 4096, 4097, 1_000_000])('signs a message of %i bytes', async (length) => {
  const key = createSigningKey(ARN, createFakeKms());
  const message = Buffer.alloc(length, 'x');
  const signature = await key.sign(message);
  expect(verify('sha256', message, createPublicKey(await key.publicKey()), signature)).toBe(true);
  expect(verify('sha256', Buffer.from('other'), createPublicKey(await key.publicKey()), signature)).toBe(false);
});

it('has a name without account and region', () => {
  expect(createSigningKey(ARN, createFakeKms()).keyId).toBe('00000000-0000-4000-8000-00000000516e');
});

it('asks for its public key once', async () => {
  const { send } = createFakeKms();
  const counted = vi.fn(send);
  const key = createSigningKey(ARN, { send: counted } as never);
  expect(await key.publicKey()).toBe(await key.publicKey());
  expect(counted).toHaveBeenCalledTimes(1);
});

describe.each(['sign', 'publicKey'] as const)('%s', (name) => {
  const act = (error: object) => {
    const key = createSigningKey(ARN, { send: async () => Promise.reject(error) } as never);
    return name === 'sign' ? key.sign(Buffer.from('x')) : key.publicKey();
  };
  const failure = (code: string, httpStatusCode?: number) =>
    Object.assign(new Error('canary'), { name: code, ...(httpStatusCode && { $metadata: { httpStatusCode } }) });

  it.each([
    failure('KMSInternalException', 500),
    failure('DependencyTimeoutException', 503),
    failure('ThrottlingException', 400),
    failure('TimeoutError'),
  ])('can be tried again after %s', async (error) => {
    await expect(act(error)).rejects.toMatchObject({
      code: 'integration.unavailable',
      message: `AWS KMS cannot answer: ${error.name}`,
    });
  });

  it.each([failure('AccessDeniedException', 400), failure('NotFoundException', 400)])(
    'gives up after %s',
    async (error) => {
      await expect(act(error)).rejects.toBe(error);
    },
  );
});
