// ECDSA on P-256 over a digest that is already made, which node:crypto does not offer: it always hashes first.
// Called by kms.ts for MessageType DIGEST; both directions use the private key. Source: FIPS 186-5, section 6.
import { createECDH, type KeyObject } from 'node:crypto';

const ORDER = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');

/** The signature over a 32-byte digest, r and s of 32 bytes each. */
export function signDigest(privateKey: KeyObject, digest: Buffer): Buffer {
  for (;;) {
    const ephemeral = createECDH('prime256v1');
    const r = abscissa(ephemeral.generateKeys()) % ORDER;
    const k = toNumber(ephemeral.getPrivateKey());
    const s = mod(inverse(k) * (toNumber(digest) + r * scalarOf(privateKey)));
    if (r !== 0n && s !== 0n) return Buffer.concat([toBytes(r), toBytes(s)]);
  }
}

/** Whether `signature` (r and s of 32 bytes each) is one of this key over the digest. */
export function verifyDigest(privateKey: KeyObject, digest: Buffer, signature: Buffer): boolean {
  const r = toNumber(signature.subarray(0, 32));
  const s = toNumber(signature.subarray(32));
  if (signature.length !== 64 || r <= 0n || r >= ORDER || s <= 0n || s >= ORDER) return false;
  const k = mod(inverse(s) * (toNumber(digest) + r * scalarOf(privateKey)));
  if (k === 0n) return false;
  const point = createECDH('prime256v1');
  point.setPrivateKey(toBytes(k));
  return abscissa(point.getPublicKey()) % ORDER === r;
}

/** r and s as the DER sequence AWS KMS answers with. */
export function toDer(signature: Buffer): Buffer {
  const parts = [signature.subarray(0, 32), signature.subarray(32)].map((part) => {
    const start = part.findIndex((byte) => byte !== 0);
    const trimmed = part.subarray(start < 0 ? part.length - 1 : start);
    const padded = (trimmed[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), trimmed]) : trimmed;
    return Buffer.concat([Buffer.of(2, padded.length), padded]);
  });
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.of(0x30, body.length), body]);
}

/** The inverse of `toDer`; undefined for anything that is not such a sequence. */
export function fromDer(der: Buffer): Buffer | undefined {
  if (der[0] !== 0x30 || der[1] !== der.length - 2) return undefined;
  const first = integerAt(der, 2);
  const second = first && integerAt(der, first.end);
  if (!first || !second || second.end !== der.length) return undefined;
  return Buffer.concat([first.bytes, second.bytes]);
}

function integerAt(der: Buffer, start: number): { bytes: Buffer; end: number } | undefined {
  const length = der[start + 1];
  if (der[start] !== 2 || length === undefined || length > 33 || start + 2 + length > der.length) return undefined;
  const end = start + 2 + length;
  return { bytes: toBytes(toNumber(der.subarray(start + 2, end))), end };
}

function scalarOf(privateKey: KeyObject): bigint {
  return toNumber(Buffer.from(privateKey.export({ format: 'jwk' }).d ?? '', 'base64url'));
}

/** The x coordinate of an uncompressed point. */
function abscissa(point: Buffer): bigint {
  return toNumber(point.subarray(1, 33));
}

function toNumber(bytes: Buffer): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${bytes.toString('hex')}`);
}

function toBytes(number: bigint): Buffer {
  return Buffer.from(number.toString(16).padStart(64, '0'), 'hex');
}

function mod(number: bigint): bigint {
  return ((number % ORDER) + ORDER) % ORDER;
}

/** By Fermat: the order is prime. */
function inverse(number: bigint): bigint {
  let result = 1n;
  let base = mod(number);
  for (let exponent = ORDER - 2n; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = mod(result * base);
    base = mod(base * base);
  }
  return result;
}
