// The audit log as people read it: filters, views, and the list that answers a filter. Pure.
import * as z from 'zod';
import { listOf, pageQuery } from '../_base/list.ts';
import { instant } from '../_base/time/instant.model.ts';
import type { ChainEntry } from './chain.model.ts';
import type { SealedEntryItem } from './sealed-entry.entity.ts';

const moment = instant();

export const filterQuery = {
  user: z.string().min(1).max(200).optional().describe('The id of the actor: a user, a token, or a part of Windlass'),
  action: z.string().min(1).max(100).optional().describe('For example release.created'),
  resourceType: z.string().min(1).max(100).optional().describe('For example Release'),
  resourceId: z.string().min(1).max(200).optional(),
  start: moment.optional().describe('The earliest time, ISO 8601'),
  end: moment.optional().describe('The time before which the entries were made, ISO 8601'),
};

export const listAuditEntriesQuery = z.strictObject({
  ...pageQuery,
  ...filterQuery,
  total: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional()
    .describe('Also count the entries'),
});

export interface AuditFilter {
  readonly user?: string | undefined;
  readonly action?: string | undefined;
  readonly resourceType?: string | undefined;
  readonly resourceId?: string | undefined;
  /** ISO 8601 in UTC: from `start` on, before `end`. */
  readonly start?: string | undefined;
  readonly end?: string | undefined;
}

/** Entries are counted up to this number. */
export const MOST_COUNTED = 10_000;

export const auditEntryView = z
  .strictObject({
    id: z.string(),
    at: z.string(),
    actor: z.strictObject({ type: z.string(), id: z.string(), name: z.string() }),
    action: z.string(),
    resourceType: z.string(),
    resourceId: z.string(),
    details: z.unknown().optional(),
    ip: z.string().optional(),
    userAgent: z.string().optional().describe('As the client sent it'),
    correlationId: z.string(),
    seq: z.number().int().describe('The number in the chain of the tenant'),
    previousHash: z.string(),
    hash: z.string(),
  })
  .meta({ id: 'AuditEntry' });

export const auditListView = z.strictObject({
  items: z.array(auditEntryView),
  nextCursor: z.string().nullable(),
  total: z.number().int().optional().describe(`The number of entries; at most ${MOST_COUNTED} are counted`),
  totalIsExact: z.boolean().optional().describe('False if there are more entries than were counted'),
});

export const auditHeadView = z
  .strictObject({
    seq: z.number().int(),
    hash: z.string(),
    at: z.string().describe('The time of sealing'),
    keyId: z.string(),
    signature: z.string().describe('ECDSA on P-256 with SHA-256, DER in base64'),
  })
  .meta({ id: 'AuditHead' });

export const auditHeadsView = z.strictObject({
  ...listOf(auditHeadView).shape,
  publicKey: z.string().describe('PEM'),
});

export const verifyAuditQuery = z.strictObject({ cursor: pageQuery.cursor });

export const auditCheckView = z
  .strictObject({
    isIntact: z.boolean().describe('True if this part of the chain is as it was sealed'),
    first: z
      .number()
      .int()
      .nullable()
      .describe('The number of the first entry of this part; older ones have expired, or were checked before'),
    last: z.number().int().nullable(),
    broken: z
      .strictObject({ seq: z.number().int(), problem: z.string(), message: z.string() })
      .nullable()
      .describe('The first broken link'),
    head: auditHeadView.nullable().describe('The newest signed head'),
    nextCursor: z.string().nullable().describe('Where to continue; null at the end of the chain and at a broken link'),
  })
  .meta({ id: 'AuditCheck' });

export const exportAuditEntriesQuery = z.strictObject({
  ...filterQuery,
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(1000)
    .default(1000)
    .describe('Entries per page, 1 to 1,000; fewer if they are long'),
  cursor: pageQuery.cursor,
});

export function chainEntryOf({ seq, hash, previousHash, entryId: id, ...item }: SealedEntryItem): ChainEntry {
  const { details = '', ip = '', userAgent = '', at, actorType, actorId, actorName, correlationId } = item;
  const { action, resourceType, resourceId } = item;
  const actor = { actorType, actorId, actorName };
  const content = { id, at, ...actor, action, resourceType, resourceId, details, ip, userAgent, correlationId };
  return { seq, hash, previousHash, content };
}

export function viewEntry({ seq, hash, previousHash, ...item }: SealedEntryItem): z.input<typeof auditEntryView> {
  const { entryId: id, at, actorType: type, actorId, actorName: name, details, ...rest } = item;
  return {
    ...{ id, at, actor: { type, id: actorId, name } },
    ...{ action: rest.action, resourceType: rest.resourceType, resourceId: rest.resourceId },
    ...(details !== undefined && { details: JSON.parse(details) as unknown }),
    ...(rest.ip !== undefined && { ip: rest.ip }),
    ...(rest.userAgent !== undefined && { userAgent: rest.userAgent }),
    ...{ correlationId: rest.correlationId, seq, previousHash, hash },
  };
}

interface Place {
  readonly kind: 'chain' | 'log' | 'actors';
  /** The index of that kind; the table itself without it. */
  readonly index?: string;
  /** The attributes that name the partition, besides tenant and month. */
  readonly of: Readonly<Partial<Record<'actorId' | 'action' | 'resourceType' | 'resourceId', string>>>;
  /** The attributes that the list leaves to filter. */
  readonly rest: Place['of'];
}

/**
 * The narrowest list that answers a filter. Within a resource, or for an action together with a type (which the action implies
 * almost always), the rest is filtered, and pages may be short.
 */
export function placeOf({ user, action, resourceType, resourceId }: AuditFilter): Place {
  const given = { ...(user && { actorId: user }), ...(action && { action }), ...(resourceType && { resourceType }) };
  const place = (kind: Place['kind'], index: string | undefined, ...names: (keyof typeof given)[]): Place => {
    const of = Object.fromEntries(names.map((name) => [name, given[name]]));
    const rest = Object.fromEntries(Object.entries(given).filter(([name]) => !(name in of)));
    return { kind, ...(index && { index }), of, rest };
  };
  if (resourceId) return { ...place('chain', 'byResource'), of: { resourceId } };
  if (user && action) return place('actors', 'byAction', 'actorId', 'action');
  if (user && resourceType) return place('actors', undefined, 'actorId', 'resourceType');
  if (user) return place('chain', 'byActor', 'actorId');
  if (action) return place('log', 'byAction', 'action');
  if (resourceType) return place('log', 'byType', 'resourceType');
  return place('log', undefined);
}
