// The part of KMS that functions use: authenticated encryption whose context must be the same at decryption, and signatures.
import { createCipheriv, createDecipheriv, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { DecryptCommand, EncryptCommand, GetPublicKeyCommand, type KMSClient, SignCommand } from '@aws-sdk/client-kms';

export function createFakeKms(): Pick<KMSClient, 'send'> {
  const key = randomBytes(32);
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
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
      return { Signature: sign('sha256', command.input.Message as Uint8Array, privateKey) };
    }
    if (command instanceof GetPublicKeyCommand) {
      return { PublicKey: publicKey.export({ type: 'spki', format: 'der' }) };
    }
    throw new Error('not a command of the functions');
  };
  return { send } as unknown as Pick<KMSClient, 'send'>;
}
