// The in-toto Statement (version 1) of a packet: the components of a release as subjects, the facts of a decision or deployment as the
// predicate, with the place in the chains. And that of a head, which ends a release's chain. Pure.
import * as z from 'zod';
import { canonicalJson, jsonOf } from '../_base/json.ts';
import { PACKET_TYPES, type PacketType, SUBJECT_TYPES } from './words.model.ts';

const STATEMENT_TYPE = 'https://in-toto.io/Statement/v1';
const PREDICATES = 'https://windlass.example/evidence';

/** The types of predicates: our own, in their first version. */
export const PREDICATE_TYPES: Readonly<Record<PacketType | 'HEAD', string>> = {
  DECISION: `${PREDICATES}/decision/v1`,
  DEPLOYMENT: `${PREDICATES}/deployment/v1`,
  ROLLBACK: `${PREDICATES}/rollback/v1`,
  HEAD: `${PREDICATES}/head/v1`,
};

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** The place of a packet in a chain. */
const placeSchema = z.object({
  /** From 1 on, without gaps. */
  number: z.number().int().positive(),
  /** The hash of the packet before, or of the beginning (`genesisOf`). */
  previousHash: sha256,
  /** When the packet before was recorded; null for the first one. */
  previousAt: z.string().nullable(),
});
export type Place = z.output<typeof placeSchema>;

export interface Artifact {
  readonly name: string;
  /** In hex. */
  readonly digest: { readonly sha256: string };
}

const subject = z.array(z.object({ name: z.string(), digest: z.object({ sha256 }) })).min(1);

/** The parts of a predicate by which packets are chained; the facts beside them are for people. */
const packetStatement = z.object({
  _type: z.literal(STATEMENT_TYPE),
  subject,
  predicateType: z.string(),
  predicate: z.object({
    packetId: z.string(),
    tenantId: z.string(),
    type: z.enum(PACKET_TYPES),
    subjectType: z.enum(SUBJECT_TYPES),
    subjectId: z.string(),
    releaseId: z.string(),
    promotionId: z.string().optional(),
    recordedAt: z.string(),
    /** Among all packets of the tenant, and among those of the release. */
    chain: placeSchema,
    releaseChain: placeSchema,
  }),
});
export type PacketPredicate = z.output<typeof packetStatement>['predicate'];

const headStatement = z.object({
  _type: z.literal(STATEMENT_TYPE),
  subject,
  predicateType: z.literal(PREDICATE_TYPES.HEAD),
  predicate: z.object({
    tenantId: z.string(),
    releaseId: z.string(),
    recordedAt: z.string(),
    /** The last number of the release's chain. */
    number: z.number().int().positive(),
    contentHash: sha256,
    keyId: z.string(),
  }),
});
export type HeadPredicate = z.output<typeof headStatement>['predicate'];

const bytesOf = (subjects: readonly Artifact[], predicateType: string, predicate: object): Buffer =>
  Buffer.from(canonicalJson({ _type: STATEMENT_TYPE, subject: subjects, predicateType, predicate }));

/** The statement of a packet in canonical JSON. `facts` are those of the decision or deployment. */
export const packetStatementBytes = (
  subjects: readonly Artifact[],
  place: PacketPredicate,
  facts: Readonly<Record<string, unknown>>,
): Buffer => bytesOf(subjects, PREDICATE_TYPES[place.type], { ...place, ...facts });

/** The last packet is the subject of a head. */
export const headStatementBytes = (packetId: string, head: HeadPredicate): Buffer =>
  bytesOf([{ name: packetId, digest: { sha256: head.contentHash } }], PREDICATE_TYPES.HEAD, head);

/** Of a verified payload; undefined if it is no statement of a packet. */
export function readPacketStatement(payload: Buffer): PacketPredicate | undefined {
  const { data } = packetStatement.safeParse(jsonOf(payload.toString('utf8')));
  return data?.predicateType === PREDICATE_TYPES[data?.predicate.type ?? 'HEAD'] ? data?.predicate : undefined;
}

export const readHeadStatement = (payload: Buffer): HeadPredicate | undefined =>
  headStatement.safeParse(jsonOf(payload.toString('utf8'))).data?.predicate;
