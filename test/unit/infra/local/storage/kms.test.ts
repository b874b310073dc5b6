// The local KMS against the promises of AWS's: contexts bind, keys differ.
import { createHash, createPublicKey, verify } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../../../infra/local/contracts.ts';
import { createKms } from '../../../../../infra/local/storage/kms.ts';
import type { KeyModel } from '../../../../../infra/local/template/model.ts';
import { temporaryDirectory } from '../../../../support/scratch/temporary-directory.ts';

const key = (id: string, fields: Partial<KeyModel> = {}): KeyModel => ({
  logicalId: id,
  id,
  arn: `arn:aws:kms:us-east-1:000000000000:key/${id}`,
  aliases: [],
  signs: false,
  ...fields,
});
const SEAL = key('00000000-0000-4000-8000-000000000001', { aliases: ['alias/seal'] });
const OTHER = key('00000000-0000-4000-8000-000000000002');
const SIGN = key('00000000-0000-4000-8000-000000000003', { signs: true });

const base64 = (text: string) => Buffer.from(text).toString('base64');
const open = (directory = temporaryDirectory()) => {
  const { operations } = createKms(directory, [SEAL, OTHER, SIGN]);
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
      expect(open()('Encrypt', { KeyId, Plaintext: base64('x') })).toMatchObject({ KeyId: SEAL.arn });
    },
  );

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
    ['too much', 'Encrypt', { KeyId: SEAL.id, Plaintext: base64('x'.repeat(4097)) }, 'ValidationException'],
    ['nothing', 'Encrypt', { KeyId: SEAL.id, Plaintext: '' }, 'ValidationException'],
  ];
  test.each(refused)('refuses %s', (_name, operation, input, code) => {
    expect(() => kms(operation, input)).toThrow(expect.objectContaining({ code }));
  });
});

describe('signatures', () => {
  const Message = createHash('sha256').update('evidence').digest('base64');
  const request = { KeyId: SIGN.arn, Message, MessageType: 'DIGEST', SigningAlgorithm: 'ECDSA_SHA_256' };
  const isValid = (kms: ReturnType<typeof open>, Signature: unknown, message = 'evidence') => {
    const { PublicKey } = kms('GetPublicKey', { KeyId: SIGN.id });
    const publicKey = createPublicKey({ key: Buffer.from(String(PublicKey), 'base64'), type: 'spki', format: 'der' });
    return verify('sha256', Buffer.from(message), publicKey, Buffer.from(String(Signature), 'base64'));
  };

  test('are valid for their message alone, by the public key', () => {
    const kms = open();
    const { Signature, KeyId, SigningAlgorithm } = kms('Sign', request);
    expect({ KeyId, SigningAlgorithm }).toEqual({ KeyId: SIGN.arn, SigningAlgorithm: 'ECDSA_SHA_256' });
    expect(isValid(kms, Signature)).toBe(true);
    expect(isValid(kms, Signature, 'other')).toBe(false);
  });

  test('are valid after a restart', () => {
    const directory = temporaryDirectory();
    const { Signature } = open(directory)('Sign', request);
    expect(isValid(open(directory), Signature)).toBe(true);
  });

  test.each([
    ['Sign', { ...request, KeyId: SEAL.id }, 'InvalidKeyUsageException'],
    ['GetPublicKey', { KeyId: SEAL.id }, 'InvalidKeyUsageException'],
    ['Encrypt', { KeyId: SIGN.id, Plaintext: base64('x') }, 'InvalidKeyUsageException'],
    ['Sign', { ...request, SigningAlgorithm: 'RSASSA_PSS_SHA_256' }, 'ValidationException'],
    ['Sign', { ...request, MessageType: 'RAW' }, 'ValidationException'],
    ['Sign', { ...request, Message: base64('x'.repeat(33)) }, 'ValidationException'],
    ['Sign', { ...request, Message: base64('x'.repeat(31)) }, 'ValidationException'],
  ])('%s refuses %j', (operation, input, code) => {
    expect(() => open()(operation, input)).toThrow(expect.objectContaining({ code }));
  });
});
