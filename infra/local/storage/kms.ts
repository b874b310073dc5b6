// AWS KMS of the local runtime: symmetric encryption bound to its context, and signatures. Called by the AWS endpoint.
// Source: AWS Key Management Service API Reference; a ciphertext is version, key id, IV, tag, encrypted bytes.
import { createCipheriv, createDecipheriv, createPrivateKey, createPublicKey, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { p256 } from '@noble/curves/nist.js';
import { AwsError, type AwsJsonService, type Json, type JsonObject } from '../contracts.ts';
import type { KeyModel } from '../template/model.ts';
import { openKeys, type StoredKey } from './key-store.ts';

const VERSION = 1;
const MAXIMUM_PLAINTEXT = 4096;
const DIGEST_BYTES = 32;
const ECDSA = 'ECDSA_SHA_256';
const IV = 17;
const TAG = IV + 12;
const BODY = TAG + 16;

/** Keys live under `data`/kms. */
export function createKms(data: string, models: readonly KeyModel[]): AwsJsonService {
  const keys = openKeys(join(data, 'kms'), models);

  const find = (id: Json | undefined, signs = false): StoredKey => {
    const name = String(id).replace(/^arn:aws:kms:[^:]*:[^:]*:(?:key\/)?/, '');
    const key = keys.find(({ model }) => model.id === name || model.aliases.includes(name));
    if (!key) throw new AwsError('NotFoundException', `Key '${String(id)}' does not exist`);
    if (key.model.signs !== signs) {
      throw new AwsError('InvalidKeyUsageException', `${key.model.arn} key usage does not allow this operation`);
    }
    return key;
  };
  return {
    targetPrefix: 'TrentService',
    operations: {
      Encrypt: (input) => {
        const key = find(input.KeyId);
        const plaintext = bytes(input, 'Plaintext', MAXIMUM_PLAINTEXT);
        const blob = encrypt(key, plaintext, contextOf(input));
        return {
          CiphertextBlob: blob.toString('base64'),
          KeyId: key.model.arn,
          EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
        };
      },
      Decrypt: (input) => {
        const blob = bytes(input, 'CiphertextBlob');
        const key = keyOfBlob(keys, blob);
        if (input.KeyId !== undefined && find(input.KeyId) !== key) {
          throw new AwsError(
            'IncorrectKeyException',
            'The key ID in the request does not identify the key of the ciphertext',
          );
        }
        const plaintext = decrypt(key, blob, contextOf(input)).toString('base64');
        return { Plaintext: plaintext, KeyId: key.model.arn, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' };
      },
      Sign: (input) => {
        const { model, secret } = find(input.KeyId, true);
        const digest = bytes(input, 'Message');
        if (input.SigningAlgorithm !== ECDSA || input.MessageType !== 'DIGEST' || digest.length !== DIGEST_BYTES) {
          throw new AwsError('ValidationException', `only digests of SHA-256 are signed, by ${ECDSA}`);
        }
        const signature = Buffer.from(p256.sign(digest, scalarOf(secret), SIGNATURE));
        return { Signature: signature.toString('base64'), KeyId: model.arn, SigningAlgorithm: ECDSA };
      },
      GetPublicKey: (input) => {
        const { model, secret } = find(input.KeyId, true);
        const publicKey = createPublicKey(privateKeyOf(secret)).export({ type: 'spki', format: 'der' });
        return {
          ...{ KeyId: model.arn, KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY', SigningAlgorithms: [ECDSA] },
          PublicKey: publicKey.toString('base64'),
        };
      },
    },
  };
}

/** As AWS KMS signs: the digest as it is, s in either half. */
const SIGNATURE = { prehash: false, lowS: false, format: 'der' } as const;

/** The private number of a key: Node's own `sign` takes messages alone, no digests. */
const scalarOf = (secret: Buffer): Buffer =>
  Buffer.from(String(privateKeyOf(secret).export({ format: 'jwk' }).d), 'base64url');

const privateKeyOf = (secret: Buffer) => createPrivateKey({ key: secret, type: 'pkcs8', format: 'der' });

function encrypt({ model, secret }: StoredKey, plaintext: Buffer, context: Buffer): Buffer {
  const iv = randomBytes(TAG - IV);
  const cipher = createCipheriv('aes-256-gcm', secret, iv).setAAD(context);
  const encrypted = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([Buffer.of(VERSION), idBytes(model), iv, cipher.getAuthTag(), encrypted]);
}

function decrypt({ secret }: StoredKey, blob: Buffer, context: Buffer): Buffer {
  try {
    const decipher = createDecipheriv('aes-256-gcm', secret, blob.subarray(IV, TAG)).setAAD(context);
    decipher.setAuthTag(blob.subarray(TAG, BODY));
    return Buffer.concat([decipher.update(blob.subarray(BODY)), decipher.final()]);
  } catch {
    throw invalidCiphertext();
  }
}

function keyOfBlob(keys: readonly StoredKey[], blob: Buffer): StoredKey {
  const id = blob.subarray(1, IV);
  const key = keys.find(({ model }) => !model.signs && blob[0] === VERSION && idBytes(model).equals(id));
  if (!key || blob.length < BODY) throw invalidCiphertext();
  return key;
}

/** AWS says nothing about why. */
function invalidCiphertext(): AwsError {
  return new AwsError('InvalidCiphertextException', '');
}

function idBytes(model: KeyModel): Buffer {
  return Buffer.from(model.id.replaceAll('-', ''), 'hex');
}

/** The encryption context in one order: the same pairs are the same context. */
function contextOf({ EncryptionContext = {} }: JsonObject): Buffer {
  const pairs = Object.entries(EncryptionContext as JsonObject).sort(([a], [b]) => (a < b ? -1 : 1));
  return Buffer.from(JSON.stringify(pairs));
}

function bytes(input: JsonObject, name: string, most = 6144): Buffer {
  const value = Buffer.from(typeof input[name] === 'string' ? input[name] : '', 'base64');
  if (value.length === 0 || value.length > most) {
    throw new AwsError('ValidationException', `${name} must be between 1 and ${most} bytes long`);
  }
  return value;
}
