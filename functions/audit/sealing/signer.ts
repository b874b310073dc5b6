// Signs the heads of audit chains, and shows the key's public half. Used by the sealer and the API.
import type { KMSClient } from '@aws-sdk/client-kms';
import type { TenantId } from '../../../entities/_base/ids.ts';
import { type Head, signedText } from '../../../entities/audit/chain.model.ts';
import { createSigningKey } from '../../_kit/keys/signing-key.ts';

export interface Signer {
  sign(tenantId: TenantId, head: Omit<Head, 'keyId' | 'signature'>): Promise<Head>;
  /** PEM. */
  publicKey(): Promise<string>;
}

export function createSigner(keyArn: string, kms: Pick<KMSClient, 'send'>): Signer {
  const { keyId, sign, publicKey } = createSigningKey(keyArn, kms);
  return {
    publicKey,
    async sign(tenantId, head) {
      const signature = await sign(Buffer.from(signedText(tenantId, { ...head, keyId })));
      return { ...head, keyId, signature: signature.toString('base64') };
    },
  };
}
