// Signs the heads of audit chains with the KMS key of evidence, and shows its public key. Used by the sealer and the API.
import { createPublicKey } from 'node:crypto';
import { GetPublicKeyCommand, type KMSClient, SignCommand } from '@aws-sdk/client-kms';
import type { TenantId } from '../../../entities/_base/ids.ts';
import { type Head, signedText } from '../../../entities/audit/chain.model.ts';

export interface Signer {
  sign(tenantId: TenantId, head: Omit<Head, 'keyId' | 'signature'>): Promise<Head>;
  /** PEM. KMS keys of this kind are never rotated, so it is asked for once. */
  publicKey(): Promise<string>;
}

/** `keyArn` also names the key to people: without account and region. */
export function createSigner(keyArn: string, kms: Pick<KMSClient, 'send'>): Signer {
  const keyId = keyArn.split('/').at(-1) ?? keyArn;
  let known: string | undefined;
  return {
    async sign(tenantId, head) {
      const Message = Buffer.from(signedText(tenantId, { ...head, keyId }));
      const { Signature } = await kms.send(
        new SignCommand({ KeyId: keyArn, Message, MessageType: 'RAW', SigningAlgorithm: 'ECDSA_SHA_256' }),
      );
      if (!Signature) throw new Error('KMS answered no signature');
      return { ...head, keyId, signature: Buffer.from(Signature).toString('base64') };
    },

    async publicKey() {
      if (known === undefined) {
        const { PublicKey } = await kms.send(new GetPublicKeyCommand({ KeyId: keyArn }));
        const key = createPublicKey({ key: Buffer.from(PublicKey ?? []), type: 'spki', format: 'der' });
        known = key.export({ type: 'spki', format: 'pem' }) as string;
      }
      return known;
    },
  };
}
