// The KMS key that signs evidence and the heads of audit chains, and its public half.
import { createHash, createPublicKey } from 'node:crypto';
import { GetPublicKeyCommand, type KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { integrationErrors } from '../../../entities/integrations/errors.ts';

export interface SigningKey {
  /** The name of the key for people: without account and region. */
  readonly keyId: string;
  /** ECDSA on P-256 with SHA-256, DER. Throws `integration.unavailable` if KMS cannot answer now. */
  sign(message: Uint8Array): Promise<Buffer>;
  /** PEM. KMS keys of this kind are never rotated, so it is asked for once. */
  publicKey(): Promise<string>;
}

interface KmsFailure {
  readonly name: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** KMS was not reached, has an error of its own, or has too much to do, after all attempts of its client. */
const isPassing = ({ name, $metadata }: KmsFailure): boolean =>
  name === 'ThrottlingException' || ($metadata?.httpStatusCode ?? 500) >= 500;

function failed(error: KmsFailure): never {
  if (isPassing(error)) throw integrationErrors.unavailable({ detail: `AWS KMS cannot answer: ${error.name}` });
  throw error;
}

export function createSigningKey(keyArn: string, kms: Pick<KMSClient, 'send'>): SigningKey {
  let known: string | undefined;
  return {
    keyId: keyArn.split('/').at(-1) ?? keyArn,

    async sign(message) {
      // KMS takes messages of at most 4,096 bytes, but the digest of one of any length.
      const Message = createHash('sha256').update(message).digest();
      const command = new SignCommand({
        ...{ KeyId: keyArn, Message, MessageType: 'DIGEST', SigningAlgorithm: 'ECDSA_SHA_256' },
      });
      const { Signature } = await kms.send(command).catch(failed);
      if (!Signature) throw new Error('KMS answered no signature');
      return Buffer.from(Signature);
    },

    async publicKey() {
      if (known === undefined) {
        const { PublicKey } = await kms.send(new GetPublicKeyCommand({ KeyId: keyArn })).catch(failed);
        const key = createPublicKey({ key: Buffer.from(PublicKey ?? []), type: 'spki', format: 'der' });
        known = key.export({ type: 'spki', format: 'pem' }) as string;
      }
      return known;
    },
  };
}
