// The local KMS against the promises of AWS's: contexts bind, keys differ, signatures verify anywhere.
import { createHash, createPublicKey, verify } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../../../infra/local/contracts.ts';
import { createKms } from '../../../../../infra/local/storage/kms.ts';
import type { KeyModel } from '../../../../../infra/local/template/model.ts';
import { temporaryDirectory } from '../../../../support/assembly.ts';

const key = (id: string, fields: Partial<KeyModel> = {}): KeyModel => ({
  logicalId: id,
  id,
  arn: `arn:aws:kms:us-east-1:000000000000:key/${id}`,
  spec: 'SYMMETRIC_DEFAULT',
  usage: 'ENCRYPT_DECRYPT',
  aliases: [],
  ...fields,
});
const SEAL = key('00000000-0000-4000-8000-000000000001', { aliases: ['alias/seal'] });
const OTHER = key('00000000-0000-4000-8000-000000000002');
const SIGNER = key('00000000-0000-4000-8000-000000000003', { spec: 'ECC_NIST_P256', usage: 'SIGN_VERIFY' });

const base64 = (text: string) => Buffer.from(text).toString('base64');
const open = (directory = temporaryDirectory()) => {
  const { operations } = createKms(directory, [SEAL, OTHER, SIGNER]);
  return (operation: string, input: JsonObject) => (operations[operation] as (input: JsonObject) => JsonObject)(input);
};

describe('encryption', () => {
  const EncryptionContext = { tenant: 't1', integration: 'i1' };

  test('gives back what it took, with the same context in any order', () => {
    const kms = open();
    const { CiphertextBlob = '' } = kms('Encrypt', { KeyId: SEAL.id, Plaintext: base64('secret'), EncryptionContext });
    const reordered = { integration: 'i1', tenant: 't1' };
    expect(kms('Decrypt', { CiphertextBlob, EncryptionContext: reordered })).toMatchObject({
      Plaintext: base64('secret'),
      KeyId: SEAL.arn,
    });
  });

  test('survives a restart', () => {
    const directory = temporaryDirectory();
    const { CiphertextBlob = '' } = open(directory)('Encrypt', { KeyId: SEAL.id, Plaintext: base64('x') });
    expect(open(directory)('Decrypt', { CiphertextBlob })).toMatchObject({ Plaintext: base64('x') });
  });

  test('keeps its keys to their owner', () => {
    const directory = temporaryDirectory();
    open(directory);
    const modes = readdirSync(join(directory, 'kms')).map(
      (file) => statSync(join(directory, 'kms', file)).mode & 0o777,
    );
    expect(modes).toEqual([0o600, 0o600, 0o600]);
  });

  test.each([SEAL.id, SEAL.arn, 'alias/seal', 'arn:aws:kms:us-east-1:000000000000:alias/seal'])(
    'knows its key as %s',
    (KeyId) => {
      expect(open()('DescribeKey', { KeyId })).toMatchObject({ KeyMetadata: { Arn: SEAL.arn, Enabled: true } });
    },
  );

  test('makes data keys that it can open', () => {
    const kms = open();
    const { CiphertextBlob = '', Plaintext } = kms('GenerateDataKey', { KeyId: SEAL.id, KeySpec: 'AES_256' });
    expect(Buffer.from(String(Plaintext), 'base64')).toHaveLength(32);
    expect(kms('Decrypt', { CiphertextBlob })).toMatchObject({ Plaintext });
  });

  const kms = open();
  const blob = String(kms('Encrypt', { KeyId: SEAL.id, Plaintext: base64('x'), EncryptionContext }).CiphertextBlob);
  const changed = `${blob.slice(0, -4)}AAAA`;
  const refused: [string, string, JsonObject, string][] = [
    [
      'another context',
      'Decrypt',
      { CiphertextBlob: blob, EncryptionContext: { tenant: 't2' } },
      'InvalidCiphertextException',
    ],
    ['no context', 'Decrypt', { CiphertextBlob: blob }, 'InvalidCiphertextException'],
    ['a changed ciphertext', 'Decrypt', { CiphertextBlob: changed, EncryptionContext }, 'InvalidCiphertextException'],
    ['what is no ciphertext', 'Decrypt', { CiphertextBlob: base64('hello') }, 'InvalidCiphertextException'],
    ['another key', 'Decrypt', { CiphertextBlob: blob, KeyId: OTHER.id, EncryptionContext }, 'IncorrectKeyException'],
    ['a key there is not', 'Encrypt', { KeyId: 'alias/none', Plaintext: base64('x') }, 'NotFoundException'],
    ['a signing key', 'Encrypt', { KeyId: SIGNER.id, Plaintext: base64('x') }, 'InvalidKeyUsageException'],
    ['too much', 'Encrypt', { KeyId: SEAL.id, Plaintext: base64('x'.repeat(4097)) }, 'ValidationException'],
    ['nothing', 'Encrypt', { KeyId: SEAL.id, Plaintext: '' }, 'ValidationException'],
  ];
  test.each(refused)('refuses %s', (_name, operation, input, code) => {
    expect(() => kms(operation, input)).toThrow(expect.objectContaining({ code }));
  });
});

describe('signatures', () => {
  const kms = open();
  const SigningAlgorithm = 'ECDSA_SHA_256';
  const digest = createHash('sha256').update('hello').digest('base64');
  const raw = { KeyId: SIGNER.id, SigningAlgorithm, Message: base64('hello'), MessageType: 'RAW' };
  const digested = { ...raw, Message: digest, MessageType: 'DIGEST' };
  const publicKey = createPublicKey({
    key: Buffer.from(String(kms('GetPublicKey', { KeyId: SIGNER.id }).PublicKey), 'base64'),
    format: 'der',
    type: 'spki',
  });

  test.each([
    ['a message', raw],
    ['a digest', digested],
  ])('over %s verify with the public key alone', (_name, input) => {
    for (let i = 0; i < 20; i++) {
      const { Signature } = kms('Sign', input);
      expect(verify('sha256', Buffer.from('hello'), publicKey, Buffer.from(String(Signature), 'base64'))).toBe(true);
    }
  });

  test.each([
    ['message by digest', raw, digested],
    ['digest by message', digested, raw],
    ['digest by digest', digested, digested],
  ])('verify %s', (_name, signed, verified) => {
    const { Signature = '' } = kms('Sign', signed);
    expect(kms('Verify', { ...verified, Signature })).toMatchObject({ SignatureValid: true });
  });

  const { Signature = '' } = kms('Sign', digested);
  const otherDigest = createHash('sha256').update('other').digest('base64');
  const refused: [string, string, JsonObject, string][] = [
    ['another message', 'Verify', { ...raw, Message: base64('other'), Signature }, 'KMSInvalidSignatureException'],
    ['another digest', 'Verify', { ...digested, Message: otherDigest, Signature }, 'KMSInvalidSignatureException'],
    ['what is no signature', 'Verify', { ...digested, Signature: base64('x') }, 'KMSInvalidSignatureException'],
    ['a digest of another length', 'Sign', { ...digested, Message: base64('short') }, 'ValidationException'],
    ['another algorithm', 'Sign', { ...raw, SigningAlgorithm: 'RSASSA_PSS_SHA_256' }, 'InvalidKeyUsageException'],
    ['a symmetric key', 'Sign', { ...raw, KeyId: SEAL.id }, 'InvalidKeyUsageException'],
  ];
  test.each(refused)('refuse %s', (_name, operation, input, code) => {
    expect(() => kms(operation, input)).toThrow(expect.objectContaining({ code }));
  });
});
