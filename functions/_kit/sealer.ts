// Seals integration credentials with KMS, bound to the tenant and the integration: they cannot be opened for another one,
// even if items are swapped in the table. Opened credentials stay in memory for minutes and are never logged or written.
import { createHash } from 'node:crypto';
import { DecryptCommand, EncryptCommand, type KMSClient } from '@aws-sdk/client-kms';
import { baseErrors } from '../../entities/_base/conflicts.ts';
import { jsonOf } from '../../entities/_base/json.ts';
import { createShortMemory } from './short-memory.ts';

/** KMS Encrypt takes at most 4,096 bytes with a symmetric key (API reference, Encrypt). */
const MAX_PLAINTEXT_BYTES = 4096;

/**
 * A release opens the same few credentials for every message. A changed credential has a different sealed text, so memory
 * never answers an old one.
 */
const MEMORY_MS = 5 * 60_000;
const MOST_KEPT = 200;

export interface Sealer {
  /** Answers the ciphertext in base64. Throws `request.invalid` if the credentials are too large together. */
  seal(tenantId: string, integrationId: string, credentials: unknown): Promise<string>;
  /** Answers the opened credentials. Throws KMS's error if they were sealed for another tenant or integration. */
  open(tenantId: string, integrationId: string, sealed: string): Promise<unknown>;
}

interface SealerOptions {
  /** Key id, ARN or alias of the symmetric key. */
  readonly keyId: string;
  readonly kms: Pick<KMSClient, 'send'>;
  readonly now?: () => number;
}

export function createSealer({ keyId, kms, now = Date.now }: SealerOptions): Sealer {
  const opened = createShortMemory<Buffer>(MEMORY_MS, MOST_KEPT);
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
      const EncryptionContext = contextOf(tenantId, integrationId);
      // KMS opened this text for this context before. For another context KMS is asked, and refuses.
      const key = createHash('sha256')
        .update(JSON.stringify([EncryptionContext, sealed]))
        .digest('base64');
      const known = opened.get(key, now());
      if (known) return parse(known);
      const CiphertextBlob = Buffer.from(sealed, 'base64');
      const { Plaintext } = await kms.send(new DecryptCommand({ KeyId: keyId, CiphertextBlob, EncryptionContext }));
      const plaintext = Buffer.from(Plaintext ?? []);
      opened.set(key, plaintext, now());
      return parse(plaintext);
    },
  };
}

function parse(plaintext: Buffer): unknown {
  const credentials = jsonOf(plaintext.toString('utf8'));
  if (credentials === undefined) throw new Error('sealed credentials are not JSON');
  return credentials;
}
