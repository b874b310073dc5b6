// The local KMS against the promises of AWS's: contexts bind, keys differ.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../../../infra/local/contracts.ts';
import { createKms } from '../../../../../infra/local/storage/kms.ts';
import type { KeyModel } from '../../../../../infra/local/template/model.ts';
import { temporaryDirectory } from '../../../../support/cdk/assembly.ts';

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

const base64 = (text: string) => Buffer.from(text).toString('base64');
const open = (directory = temporaryDirectory()) => {
  const { operations } = createKms(directory, [SEAL, OTHER]);
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
    expect(modes).toEqual([0o600, 0o600]);
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
