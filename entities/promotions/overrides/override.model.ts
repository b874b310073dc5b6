// The override of a freeze for one promotion: one person asks for it with a reason, another person grants it, and it expires. Pure. Source:
// orchestrators-and-dora, "Freeze": audited override (reason, ticket, scope, expiry, a different person).
import * as z from 'zod';
import type { Actor } from '../../_base/events.ts';
import { prose } from '../../_base/text.ts';
import { instant } from '../../_base/time/instant.model.ts';
import { isoOf } from '../../_base/time/iso.ts';
import type { Snapshot } from '../decisions/snapshot.model.ts';
import { promotionErrors } from '../errors.ts';

const WEEK_MS = 7 * 86_400_000;

/** Times are ISO 8601. */
export interface Override {
  readonly requestedBy: string;
  readonly requestedByName: string;
  readonly requestedAt: string;
  readonly reason: string;
  readonly ticket: string | null;
  readonly expiresAt: string;
  readonly grantedBy: string | null;
  readonly grantedByName: string | null;
  readonly grantedAt: string | null;
}

export const requestOverrideBody = z.lazy(() =>
  z.strictObject({
    reason: prose(500).trim().min(1),
    ticket: prose(200).trim().min(1).optional().describe('E.g. the key or address of an incident'),
    expiresAt: instant().describe('At most seven days ahead'),
  }),
);
export type RequestOverrideBody = z.output<typeof requestOverrideBody>;

export const overrideView = z.strictObject({
  requestedBy: z.string(),
  requestedByName: z.string(),
  requestedAt: z.iso.datetime(),
  reason: z.string(),
  ticket: z.string().nullable(),
  expiresAt: z.iso.datetime(),
  grantedBy: z.string().nullable().describe('null until another person has granted it'),
  grantedByName: z.string().nullable(),
  grantedAt: z.iso.datetime().nullable(),
});

/** Throws `promotion.not_a_person` for a credential of no user. */
export function assertPerson({ type }: Pick<Actor, 'type'>): void {
  if (type !== 'USER') {
    throw promotionErrors.not_a_person({ detail: 'This credential belongs to no user.' });
  }
}

/** An override that `actor` asks for at `at` (epoch milliseconds). Throws `promotion.invalid` for an expiry that it cannot have. */
export function askedOverride(
  actor: Pick<Actor, 'id' | 'name'>,
  at: number,
  { reason, ticket, expiresAt }: RequestOverrideBody,
): Override {
  const isFit = expiresAt > isoOf(at) && expiresAt <= isoOf(at + WEEK_MS);
  if (!isFit) {
    throw promotionErrors.invalid({
      fields: [{ path: 'expiresAt', code: 'promotion.expiry', message: 'must be within the next seven days' }],
    });
  }
  return {
    ...{ requestedBy: actor.id, requestedByName: actor.name, requestedAt: isoOf(at) },
    ...{ reason, ticket: ticket ?? null, expiresAt, grantedBy: null, grantedByName: null, grantedAt: null },
  };
}

/** Throws `promotion.no_override` or `promotion.same_person` unless this person may grant it at `at` (epoch milliseconds). */
export function assertGrantable(
  asked: Override | undefined,
  { id }: Pick<Actor, 'id'>,
  at: number,
): asserts asked is Override {
  if (!asked) throw promotionErrors.no_override({ legal: ['requestOverride'] });
  if (asked.grantedBy !== null) {
    throw promotionErrors.no_override({ detail: `${asked.grantedByName} has granted it already.`, legal: [] });
  }
  if (asked.expiresAt <= isoOf(at)) {
    throw promotionErrors.no_override({ detail: 'It has expired; ask again.', legal: ['requestOverride'] });
  }
  if (asked.requestedBy === id) {
    throw promotionErrors.same_person({ detail: 'You asked for it, so another person must grant it.' });
  }
}

export const grantedOverride = (asked: Override, { id, name }: Pick<Actor, 'id' | 'name'>, at: number): Override => ({
  ...asked,
  ...{ grantedBy: id, grantedByName: name, grantedAt: isoOf(at) },
});

/** As the gates see it: only a granted one counts. */
export function overrideInForce(override: Override | undefined): Snapshot['override'] {
  if (override?.grantedBy == null) return null;
  const { requestedBy, grantedBy, reason, ticket, expiresAt } = override;
  return { requestedBy, grantedBy, reason, ticket, expiresAt };
}
