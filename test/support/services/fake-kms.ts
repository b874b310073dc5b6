// The part of KMS that functions use: authenticated encryption whose context must be the same at decryption, and signatures.
import { createCipheriv, createDecipheriv, generateKeyPairSync, randomBytes } from 'node:crypto';
import { DecryptCommand, EncryptCommand, GetPublicKeyCommand, type KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { p256 } from '@noble/curves/nist.js';

export function createFakeKms(): Pick<KMSClient, 'send'> {
  const key = randomBytes(32);
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const secret = Buffer.from(String(privateKey.export({ format: 'jwk' }).d), 'base64url');
  const send = async (command: unknown) => {
    if (command instanceof EncryptCommand) {
      const { Plaintext, EncryptionContext } = command.input;
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(JSON.stringify(EncryptionContext)));
      const text = Buffer.concat([cipher.update(Plaintext as Uint8Array), cipher.final()]);
      return { CiphertextBlob: Buffer.concat([iv, cipher.getAuthTag(), text]) };
    }
    if (command instanceof DecryptCommand) {
      const blob = Buffer.from(command.input.CiphertextBlob as Uint8Array);
      const cipher = createDecipheriv('aes-256-gcm', key, blob.subarray(0, 12))
        .setAAD(Buffer.from(JSON.stringify(command.input.EncryptionContext)))
        .setAuthTag(blob.subarray(12, 28));
      try {
        return { Plaintext: Buffer.concat([cipher.update(blob.subarray(28)), cipher.final()]) };
      } catch {
        throw Object.assign(new Error('InvalidCiphertextException'), { name: 'InvalidCiphertextException' });
      }
    }
    if (command instanceof SignCommand) {
      const { Message, MessageType } = command.input;
      if (MessageType !== 'DIGEST') throw new Error('the functions sign digests');
      const options = { prehash: false, lowS: false, format: 'der' } as const;
      return { Signature: p256.sign(Message as Uint8Array, secret, options) };
    }
    if (command instanceof GetPublicKeyCommand) {
      return { PublicKey: publicKey.export({ type: 'spki', format: 'der' }) };
    }
    throw new Error('not a command of the functions');
  };
  return { send } as unknown as Pick<KMSClient, 'send'>;
}
