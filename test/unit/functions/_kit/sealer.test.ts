// Credentials sealed with KMS: bound to tenant and integration, opened by nothing else.
import { EncryptCommand } from '@aws-sdk/client-kms';
import { describe, expect, it } from 'vitest';
import { createSealer } from '../../../../functions/_kit/sealer.ts';
import { createFakeKms } from '../../../support/services/fake-kms.ts';

const kms = createFakeKms();
const sealer = createSealer({ keyId: 'alias/test', kms });
/** A JSON text of exactly `bytes` bytes. */
const ofBytes = (bytes: number, character = 'x') => ({
  token: character.repeat((bytes - '{"token":""}'.length) / Buffer.byteLength(character)),
});

describe('sealer', () => {
  it.each([
    ['an object', { token: 'a', webhookSecret: 'b' }],
    ['a PEM', { privateKey: '-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----\n' }],
    ['other alphabets', { token: 'ключ 鍵 🔑' }],
    ['as much as KMS takes', ofBytes(4096)],
  ])('opens %s as it was sealed', async (_, credentials) => {
    const sealed = await sealer.seal('tenant', 'integration', credentials);
    expect(sealed).toMatch(/^[A-Za-z0-9+/]+=*$/);
    expect(await sealer.open('tenant', 'integration', sealed)).toEqual(credentials);
  });

  it.each([
    ['another tenant', 'other', 'integration'],
    ['another integration', 'tenant', 'other'],
    ['both exchanged', 'integration', 'tenant'],
  ])('does not open for %s', async (_, tenantId, integrationId) => {
    const sealed = await sealer.seal('tenant', 'integration', { token: 'canary' });
    await expect(sealer.open(tenantId, integrationId, sealed)).rejects.toThrow('InvalidCiphertext');
  });

  it.each([
    ['one byte too many', ofBytes(4097)],
    ['too many bytes in fewer characters', ofBytes(4098, 'ж')],
  ])('refuses %s with the field’s path', async (_, credentials) => {
    await expect(sealer.seal('tenant', 'integration', credentials)).rejects.toMatchObject({
      code: 'request.invalid',
      details: { fields: [{ path: 'credentials', code: 'request.too_big' }] },
    });
  });

  it('asks KMS once in five minutes, and each time for another context', async () => {
    let decrypted = 0;
    let at = 0;
    const counting = {
      send: ((command: Parameters<typeof kms.send>[0]) => {
        if (!(command instanceof EncryptCommand)) decrypted += 1;
        return kms.send(command);
      }) as typeof kms.send,
    };
    const remembering = createSealer({ keyId: 'alias/test', kms: counting, now: () => at });
    const sealed = await remembering.seal('tenant', 'integration', { token: 'canary' });
    const open = () => remembering.open('tenant', 'integration', sealed);
    const first = (await open()) as { token: string };
    first.token = 'changed by the caller';
    at = 299_999;
    expect(await open()).toEqual({ token: 'canary' });
    expect(decrypted).toBe(1);
    await expect(remembering.open('other', 'integration', sealed)).rejects.toThrow('InvalidCiphertext');
    await expect(remembering.open('other', 'integration', sealed)).rejects.toThrow('InvalidCiphertext');
    expect(decrypted).toBe(3);
    at = 300_000;
    expect(await open()).toEqual({ token: 'canary' });
    expect(decrypted).toBe(4);
  });

  it('does not quote what it could not read', async () => {
    const command = new EncryptCommand({
      KeyId: 'alias/test',
      Plaintext: Buffer.from('canary'),
      EncryptionContext: { tenant: 'tenant', integration: 'integration' },
    });
    const { CiphertextBlob } = await kms.send(command);
    const sealed = Buffer.from(CiphertextBlob ?? []).toString('base64');
    await expect(sealer.open('tenant', 'integration', sealed)).rejects.toThrow(/^sealed credentials are not JSON$/);
  });
});
