// Decodes the body of a reply that is compressed: a request without Accept-Encoding leaves the encoding to the service
// (RFC 9110, section 12.5.3).
import { brotliDecompressSync, constants, gunzipSync, inflateSync } from 'node:zlib';
import { ownValue } from '../../../entities/_base/own-value.ts';

type Decode = (bytes: Buffer, mostBytes: number) => Buffer;

/** A failure may be read in part: its beginning is decoded. */
const partly = { finishFlush: constants.Z_SYNC_FLUSH };
const gunzip: Decode = (bytes, maxOutputLength) => gunzipSync(bytes, { ...partly, maxOutputLength });

const DECODERS: Readonly<Record<string, Decode>> = {
  gzip: gunzip,
  'x-gzip': gunzip,
  deflate: (bytes, maxOutputLength) => inflateSync(bytes, { ...partly, maxOutputLength }),
  br: (bytes, maxOutputLength) => brotliDecompressSync(bytes, { maxOutputLength }),
};

/** Throws for bytes that are not encoded as the header says, and for more than `mostBytes` of content. */
export function decoded(bytes: Buffer, contentEncoding: string | undefined, mostBytes: number): Buffer {
  const decode = ownValue(DECODERS, contentEncoding?.trim().toLowerCase() ?? '');
  // The reply to a HEAD has the header and no body.
  return decode === undefined || bytes.byteLength === 0 ? bytes : decode(bytes, mostBytes);
}
