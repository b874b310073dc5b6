// Secrets that are mailed as part of a link: a prefix, the id of their subject, and 32 random bytes. Only the SHA-256 of the
// whole secret is stored, with the subject.
import { createHash, randomBytes } from 'node:crypto';

export type MailedPrefix = 'wlc_' | 'wli_';

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

export function mintMailedSecret(prefix: MailedPrefix, id: string): { secret: string; hash: string } {
  const subject = Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url');
  const secret = `${prefix}${subject}${randomBytes(32).toString('base64url')}`;
  return { secret, hash: hashOf(secret) };
}

/** The subject's id and the hash of a presented secret; undefined if it does not have our format. */
export function readMailedSecret(prefix: MailedPrefix, secret: string): { id: string; hash: string } | undefined {
  const [, subject] = new RegExp(`^${prefix}([\\w-]{22})[\\w-]{43}$`).exec(secret) ?? [];
  if (subject === undefined) return undefined;
  const hex = Buffer.from(subject, 'base64url').toString('hex');
  return { id: hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'), hash: hashOf(secret) };
}
