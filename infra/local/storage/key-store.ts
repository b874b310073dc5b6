// The keys of the local KMS: one file per key under DATA/kms, made at first start, readable by their owner only.
// Called by kms.ts.
import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KeyModel } from '../template/model.ts';

export type StoredKey =
  | { readonly model: KeyModel; readonly kind: 'symmetric'; readonly secret: Buffer }
  | { readonly model: KeyModel; readonly kind: 'signing'; readonly privateKey: KeyObject };

/** Reads or makes the keys of the template. */
export function openKeys(directory: string, models: readonly KeyModel[]): StoredKey[] {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  return models.map((model) => {
    const file = join(directory, model.id);
    const isSigning = model.spec === 'ECC_NIST_P256';
    if (!existsSync(file)) writeWhole(file, isSigning ? newSigningKey() : randomBytes(32));
    const content = readFileSync(file);
    if (!isSigning) return { model, kind: 'symmetric', secret: content };
    return { model, kind: 'signing', privateKey: createPrivateKey({ key: content, format: 'der', type: 'pkcs8' }) };
  });
}

function newSigningKey(): Buffer {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return privateKey.export({ format: 'der', type: 'pkcs8' });
}

/** A killed process must not leave half a key behind. */
function writeWhole(file: string, content: Buffer): void {
  writeFileSync(`${file}.new`, content, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
