// Secrets that are shown once: a prefix, the ids under which the secret is found, and 32 random bytes. Only the SHA-256 of
// the whole secret is stored. A random secret needs no slow hash, and comparing two hashes tells nothing by its time.
import { createHash, randomBytes } from 'node:crypto';

/**
 * The ids in a secret: of an API token, of a session, of a sign-in with several steps; mailed: of a password reset, of an
 * address to confirm, of an invitation; of an agent: with which it joins, and its credential.
 */
const IDS = {
  wl: ['tenantId', 'tokenId'],
  wls: ['tenantId', 'userId', 'sessionId'],
  wlr: ['tenantId', 'userId', 'resetId'],
  wlo: ['tenantId', 'signInId'],
  wlc: ['userId'],
  wli: ['invitationId'],
  wlj: ['tenantId', 'agentId'],
  wla: ['tenantId', 'agentId'],
} as const;

type SecretKind = keyof typeof IDS;
type SecretIds<K extends SecretKind> = Readonly<Record<(typeof IDS)[K][number], string>>;

const ID_CHARS = 22;
const RANDOM_CHARS = 43;

const packed = (id: string): string => Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url');
const unpacked = (text: string): string =>
  Buffer.from(text, 'base64url')
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

export const hashOfSecret = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

/** A new secret; it is shown only once. */
export function mintSecret<K extends SecretKind>(kind: K, ids: SecretIds<K>): { secret: string; hash: string } {
  const names: readonly (keyof SecretIds<K>)[] = IDS[kind];
  const secret = `${kind}_${names.map((name) => packed(ids[name])).join('')}${randomBytes(32).toString('base64url')}`;
  return { secret, hash: hashOfSecret(secret) };
}

/** The ids and the hash of a presented secret; undefined if it does not have the format of this kind. */
export function readSecret<K extends SecretKind>(
  kind: K,
  text: string,
): (SecretIds<K> & { readonly hash: string }) | undefined {
  const names = IDS[kind];
  const pattern = new RegExp(`^${kind}_(?:[\\w-]{${ID_CHARS}}){${names.length}}[\\w-]{${RANDOM_CHARS}}$`);
  if (!pattern.test(text)) return undefined;
  const from = kind.length + 1;
  const ids = names.map((name, index) => {
    const start = from + index * ID_CHARS;
    return [name, unpacked(text.slice(start, start + ID_CHARS))];
  });
  return { ...(Object.fromEntries(ids) as SecretIds<K>), hash: hashOfSecret(text) };
}
