// The dependencies of the operations of openapi, and the encodings in which they answer a file.
import { brotliDecompressSync, gzipSync } from 'node:zlib';
import type { Operations, Reply } from '../_kit/http/http-handler.ts';
import type { manifest } from './manifest.ts';

export interface OpenapiDeps {
  /** A file of the bundle. Throws if it does not exist. */
  readonly file: (name: string) => Uint8Array;
}

/** The operations, by their names in the manifest. */
export type Ops = Operations<typeof manifest, OpenapiDeps>;

/** A file compressed with Brotli, in the encoding that the request accepts. */
export function encoded(compressed: Uint8Array, acceptEncoding: string): Required<Pick<Reply, 'body' | 'headers'>> {
  const accepts = (encoding: string) =>
    new RegExp(`\\b${encoding}\\b(?!\\s*;\\s*q=0(?:\\.0*)?\\s*(?:,|$))`).test(acceptEncoding);
  const vary = 'accept-encoding';
  if (accepts('br')) return { body: compressed, headers: { 'content-encoding': 'br', vary } };
  const plain = brotliDecompressSync(compressed);
  if (accepts('gzip')) return { body: gzipSync(plain), headers: { 'content-encoding': 'gzip', vary } };
  return { body: plain, headers: { vary } };
}
