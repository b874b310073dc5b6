// The keys of the local KMS: one file per key under DATA/kms, made at first start, readable by their owner only.
// Called by kms.ts.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KeyModel } from '../template/model.ts';

export interface StoredKey {
  readonly model: KeyModel;
  /** The key itself, or the private key in PKCS #8. */
  readonly secret: Buffer;
}

/** Reads or makes the keys of the template. */
export function openKeys(directory: string, models: readonly KeyModel[]): StoredKey[] {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  return models.map((model) => {
    const file = join(directory, model.id);
    if (!existsSync(file)) writeWhole(file, model.signs ? newPrivateKey() : randomBytes(32));
    return { model, secret: readFileSync(file) };
  });
}

const newPrivateKey = (): Buffer =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'der' });

/** A killed process must not leave half a key behind. */
function writeWhole(file: string, content: Buffer): void {
  writeFileSync(`${file}.new`, content, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
