// The chains of packets: each statement has its number and the hash of the packet before, in the chain of the tenant and in that of the
// release. Checks that find a changed, missing, reordered or foreign packet, for the API and for verify-evidence. Pure.
import { hash } from 'node:crypto';
import { expiryOf } from '../_base/time/iso.ts';
import { RETENTION_DAYS } from '../names.ts';
import { readEnvelope, verifiedPayload } from './dsse.model.ts';
import {
  type HeadPredicate,
  type PacketPredicate,
  type Place,
  readHeadStatement,
  readPacketStatement,
} from './statement.model.ts';
import type { PacketType } from './words.model.ts';

export const sha256 = (bytes: string | Uint8Array): string => hash('sha256', bytes);

/** The hash before the first packet of a tenant, or of one of its releases. It binds the chain to its owner. */
export const genesisOf = (tenantId: string, releaseId = ''): string =>
  sha256(JSON.stringify(['windlass.evidence.1', tenantId, releaseId]));

/** Where an index or a file says that a packet stands, and the digest of its envelope. */
export interface Listed {
  readonly packetId: string;
  readonly tenantId: string;
  readonly releaseId: string;
  readonly type: PacketType;
  readonly number: number;
  readonly releaseNumber: number;
  /** SHA-256 of the envelope's bytes, in hex. */
  readonly contentHash: string;
}

export const BREAKS = {
  MISSING: 'the packet is missing',
  REPEATED: 'the packet stands out of order or twice',
  CHANGED: 'the content does not give the hash of the packet',
  UNSIGNED: 'the key has not signed the packet',
  UNREADABLE: 'the signed content is no statement of a packet',
  MISPLACED: 'the signed statement is of another packet or place than listed',
  UNLINKED: 'the packet does not hold the hash of the packet before',
  HEAD: 'the signed head is of another chain, or its signature is wrong',
  BEYOND: 'the packet stands after the signed head',
  FILE: 'the file is not as Windlass writes it',
  KEY: 'the file names another key',
} as const;
export type Problem = keyof typeof BREAKS;

type Opened<T> = { readonly statement: T } | { readonly problem: Problem };

/** The statement of a packet whose envelope is as listed and signed by the key (PEM). */
export function openPacket(bytes: Uint8Array, listed: Listed, publicKey: string): Opened<PacketPredicate> {
  if (sha256(bytes) !== listed.contentHash) return { problem: 'CHANGED' };
  const envelope = readEnvelope(bytes);
  const payload = envelope && verifiedPayload(envelope, publicKey);
  if (payload === undefined) return { problem: 'UNSIGNED' };
  const statement = readPacketStatement(payload);
  if (statement === undefined) return { problem: 'UNREADABLE' };
  const isListed =
    statement.packetId === listed.packetId &&
    statement.tenantId === listed.tenantId &&
    statement.releaseId === listed.releaseId &&
    statement.type === listed.type &&
    statement.chain.number === listed.number &&
    statement.releaseChain.number === listed.releaseNumber;
  return isListed ? { statement } : { problem: 'MISPLACED' };
}

/** The signed end of a release's chain. */
export function openHead(bytes: Uint8Array, publicKey: string): HeadPredicate | undefined {
  const envelope = readEnvelope(bytes);
  const payload = envelope && verifiedPayload(envelope, publicKey);
  return payload && readHeadStatement(payload);
}

/** True if a packet that was recorded at this time (ISO 8601) has expired at `now` (epoch milliseconds). */
export const isExpired = (recordedAt: string, now: number): boolean =>
  expiryOf(Date.parse(recordedAt), RETENTION_DAYS.evidence) * 1000 <= now;

/** A packet before another one: its number and the hash of its envelope. */
export interface Link {
  readonly number: number;
  readonly contentHash: string;
}

/**
 * Whether a packet continues its chain after `last`, the packet before as far as it is known. Packets expire in their order, hence the
 * first known one may have any number if the one before has expired at `now`.
 */
export function linkProblem(place: Place, last: Link | undefined, genesis: string, now: number): Problem | undefined {
  const { number, previousHash, previousAt } = place;
  if (last && number <= last.number) return 'REPEATED';
  if (last && number > last.number + 1) return 'MISSING';
  if (last) return previousHash === last.contentHash ? undefined : 'UNLINKED';
  if (number === 1) return previousHash === genesis ? undefined : 'UNLINKED';
  return previousAt !== null && isExpired(previousAt, now) ? undefined : 'MISSING';
}
