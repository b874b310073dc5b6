// A file of a page in the two encodings in which functions answer it, under a name that changes with its content.
import { createHash } from 'node:crypto';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { BundleFiles } from '../bundle/bundle.ts';

/** `stem-<digest>.type` */
export function digestName(stem: string, type: string, content: Uint8Array): string {
  return `${stem}-${createHash('sha256').update(content).digest('hex').slice(0, 16)}.${type}`;
}

export const compressed = (name: string, content: Uint8Array): BundleFiles => ({
  [`${name}.br`]: brotliCompressSync(content),
  [`${name}.gz`]: gzipSync(content, { level: 9 }),
});
