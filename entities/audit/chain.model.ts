// The chain of a tenant's sealed audit entries: each holds the hash of its content and of the entry before. Walking it finds the
// first broken link; signed heads show that nobody computed it again. Used by the sealer, the API and verify-audit. Pure.
import { createPublicKey, hash as digest, verify } from 'node:crypto';
import { shownName } from '../_base/actors.ts';
import type { AuditEntryItem } from './audit-entry.entity.ts';

/** The texts of an entry that its hash covers, in their order. An absent one is empty. */
export const CONTENT = [
  'id',
  'at',
  'actorType',
  'actorId',
  'actorName',
  'action',
  'resourceType',
  'resourceId',
  'details',
  'ip',
  'userAgent',
  'correlationId',
] as const;
export type AuditContent = Readonly<Record<(typeof CONTENT)[number], string>>;

export interface Link {
  /** From 1 on, without gaps. */
  readonly seq: number;
  /** SHA-256 in hex. */
  readonly hash: string;
}

export interface ChainEntry extends Link {
  readonly content: AuditContent;
  readonly previousHash: string;
}

export interface Head extends Link {
  /** The time of sealing, ISO 8601. */
  readonly at: string;
  readonly keyId: string;
  /** ECDSA on P-256 with SHA-256: DER in base64. */
  readonly signature: string;
}

const sha256 = (text: string): string => digest('sha256', text);

/** The hash before the first entry. It binds the chain to its tenant. */
export const genesisOf = (tenantId: string): string => sha256(JSON.stringify(['windlass.audit.1', tenantId]));

/** The hash of an entry: SHA-256 of the JSON list of its number, its content and the hash before, in hex. */
export const hashOf = ({ seq, content, previousHash }: Omit<ChainEntry, 'hash'>): string =>
  sha256(JSON.stringify(['windlass.audit.1', String(seq), ...CONTENT.map((name) => content[name]), previousHash]));

/** The text that a head's signature covers. */
export const signedText = (tenantId: string, { seq, hash, at, keyId }: Omit<Head, 'signature'>): string =>
  JSON.stringify(['windlass.audit.head.1', tenantId, String(seq), hash, at, keyId]);

/** `publicKey` is PEM. False for a key or signature that cannot be read, too. */
export function isSigned(tenantId: string, head: Head, publicKey: string): boolean {
  try {
    const signature = Buffer.from(head.signature, 'base64');
    if (signature.toString('base64') !== head.signature) return false;
    return verify('sha256', Buffer.from(signedText(tenantId, head)), createPublicKey(publicKey), signature);
  } catch {
    return false;
  }
}

/** DynamoDB keeps no order of the names in a document: a replacer for JSON that sorts them. */
const inOrder = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
    : value;

/** The content of a stored entry. Parts of Windlass are named as everywhere else. */
export const contentOf = ({
  entryId,
  actor,
  details,
  ip = '',
  userAgent = '',
  ...entry
}: AuditEntryItem): AuditContent => ({
  id: entryId,
  at: entry.at,
  actorType: actor.type,
  actorId: actor.id,
  actorName: shownName(actor),
  action: entry.action,
  resourceType: entry.resourceType,
  resourceId: entry.resourceId,
  details: details === undefined ? '' : JSON.stringify(details, inOrder),
  ip,
  userAgent,
  correlationId: entry.correlationId,
});

/** Adds entries to the chain that ends with `last`. */
export function chained(tenantId: string, last: Link | undefined, contents: readonly AuditContent[]): ChainEntry[] {
  let [seq, previousHash] = [last?.seq ?? 0, last?.hash ?? genesisOf(tenantId)];
  return contents.map((content) => {
    seq += 1;
    const entry = { seq, content, previousHash };
    previousHash = hashOf(entry);
    return { ...entry, hash: previousHash };
  });
}

export const BREAKS = {
  MISSING: 'the entry is missing',
  REPEATED: 'the entry stands out of order or twice',
  CHANGED: 'the content does not give the hash of the entry',
  UNLINKED: 'the entry does not hold the hash of the entry before',
  HEAD: 'the signed head has another hash',
  UNSIGNED: 'the signature of the head is wrong',
  BEYOND: 'the entry is outside the chain that the signed head ends',
  COPY: 'another copy of the entry is missing or differs',
} as const;

/** The first broken link. */
export interface Break {
  readonly seq: number;
  readonly problem: keyof typeof BREAKS;
}

/**
 * Undefined if `entry` continues the chain after `last`. Without `last` it may be any entry, because older ones expire; without
 * a tenant the beginning of the chain is not checked.
 */
export function breakAt(tenantId: string | undefined, last: Link | undefined, entry: ChainEntry): Break | undefined {
  const { seq, hash, previousHash } = entry;
  if (last && seq > last.seq + 1) return { seq: last.seq + 1, problem: 'MISSING' };
  if (last && seq <= last.seq) return { seq, problem: 'REPEATED' };
  if (hashOf(entry) !== hash) return { seq, problem: 'CHANGED' };
  const expected = last?.hash ?? (seq === 1 && tenantId ? genesisOf(tenantId) : previousHash);
  return previousHash === expected ? undefined : { seq, problem: 'UNLINKED' };
}
