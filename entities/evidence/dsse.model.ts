// DSSE envelopes (Dead Simple Signing Envelope, protocol 1.0) with signatures by ECDSA on P-256: signed text, reading, verification. Pure.
import { createPublicKey, verify } from 'node:crypto';
import * as z from 'zod';
import { jsonOf } from '../_base/json.ts';

/** Of in-toto statements. */
export const PAYLOAD_TYPE = 'application/vnd.in-toto+json';

export const envelopeSchema = z
  .object({
    payloadType: z.string(),
    payload: z.string().describe('Base64'),
    signatures: z
      .array(z.object({ keyid: z.string().optional().describe('A hint; nothing is decided by it'), sig: z.string() }))
      .min(1)
      .describe('ECDSA on P-256 with SHA-256: DER in base64'),
  })
  .meta({ id: 'EvidenceEnvelope' });
export type Envelope = z.output<typeof envelopeSchema>;

/** PAE, the bytes that a signature covers. Its lengths are those of bytes. */
export const signedBytes = (payloadType: string, payload: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from(`DSSEv1 ${Buffer.byteLength(payloadType)} ${payloadType} ${payload.length} `), payload]);

/** An envelope with one signature (DER), as bytes. The same envelope has the same bytes. */
export const envelopeBytes = (payload: Uint8Array, keyid: string, signature: Uint8Array): Buffer =>
  Buffer.from(
    JSON.stringify({
      payloadType: PAYLOAD_TYPE,
      payload: Buffer.from(payload).toString('base64'),
      signatures: [{ keyid, sig: Buffer.from(signature).toString('base64') }],
    }),
  );

/** Standard or URL-safe base64, with or without padding; undefined for other text. */
function decoded(text: string): Buffer | undefined {
  const plain = text
    .replaceAll('-', '+')
    .replaceAll('_', '/')
    .replace(/={1,2}$/, '');
  const bytes = Buffer.from(plain, 'base64');
  return bytes.toString('base64').replace(/=+$/, '') === plain ? bytes : undefined;
}

export const readEnvelope = (bytes: Uint8Array): Envelope | undefined =>
  envelopeSchema.safeParse(jsonOf(Buffer.from(bytes).toString('utf8'))).data;

function isSignedBy(publicKey: string, message: Buffer, sig: string): boolean {
  const signature = decoded(sig);
  try {
    return signature !== undefined && verify('sha256', message, createPublicKey(publicKey), signature);
  } catch {
    return false;
  }
}

/**
 * The bytes of the payload, if a signature of the envelope is by the key (PEM) and the payload is of the type; otherwise undefined.
 * The caller parses these bytes, so that nothing is read that was not verified.
 */
export function verifiedPayload(envelope: Envelope, publicKey: string, type = PAYLOAD_TYPE): Buffer | undefined {
  const { payloadType, signatures } = envelope;
  const payload = decoded(envelope.payload);
  if (payload === undefined) return undefined;
  const message = signedBytes(payloadType, payload);
  const isSigned = signatures.some(({ sig }) => isSignedBy(publicKey, message, sig));
  return isSigned && payloadType === type ? payload : undefined;
}
