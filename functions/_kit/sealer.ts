// Seals integration credentials with KMS, bound to the tenant and the integration: what was sealed for one opens for no
// other, even when items are swapped in the table. Callers parse what they opened; nothing here logs or keeps it.
import { DecryptCommand, EncryptCommand, type KMSClient } from '@aws-sdk/client-kms';
import { baseErrors } from '../../entities/_base/conflicts.ts';

/** KMS Encrypt takes at most 4,096 bytes with a symmetric key (API reference, Encrypt). */
const MAX_PLAINTEXT_BYTES = 4096;

export interface Sealer {
  /** Base64 of the ciphertext. Throws `request.invalid` when the credentials are too large together. */
  seal(tenantId: string, integrationId: string, credentials: unknown): Promise<string>;
  /** The sealed value, as it was; throws KMS's error when it was sealed for another tenant or integration. */
  open(tenantId: string, integrationId: string, sealed: string): Promise<unknown>;
}

interface SealerOptions {
  /** Key id, ARN or alias of the symmetric key. */
  readonly keyId: string;
  readonly kms: Pick<KMSClient, 'send'>;
}

export function createSealer({ keyId, kms }: SealerOptions): Sealer {
  const contextOf = (tenantId: string, integrationId: string) => ({ tenant: tenantId, integration: integrationId });
  return {
    async seal(tenantId, integrationId, credentials) {
      const Plaintext = Buffer.from(JSON.stringify(credentials));
      if (Plaintext.byteLength > MAX_PLAINTEXT_BYTES) {
        const message = `must be at most ${MAX_PLAINTEXT_BYTES} bytes of JSON together`;
        throw baseErrors.invalid({
          detail: `credentials ${message}`,
          fields: [{ path: 'credentials', code: 'request.too_big', message }],
        });
      }
      const EncryptionContext = contextOf(tenantId, integrationId);
      const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId: keyId, Plaintext, EncryptionContext }));
      return Buffer.from(CiphertextBlob ?? []).toString('base64');
    },

    async open(tenantId, integrationId, sealed) {
      const CiphertextBlob = Buffer.from(sealed, 'base64');
      const EncryptionContext = contextOf(tenantId, integrationId);
      const { Plaintext } = await kms.send(new DecryptCommand({ KeyId: keyId, CiphertextBlob, EncryptionContext }));
      return parse(Buffer.from(Plaintext ?? []));
    },
  };
}

/** JSON.parse quotes its input when it fails, and this input is secret. */
function parse(plaintext: Buffer): unknown {
  try {
    return JSON.parse(plaintext.toString('utf8'));
  } catch {
    throw new Error('sealed credentials are not JSON');
  }
}
