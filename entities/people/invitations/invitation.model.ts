// Invitations by mail: bodies, replies, and the decision whether one may be accepted. Pure.
import * as z from 'zod';
import { pageQuery } from '../../_base/list.ts';
import { isDistinct } from '../../_base/text.ts';
import { expiryOf, isoOf } from '../../_base/time/iso.ts';
import { actionsView } from '../../access/actions/action.model.ts';
import { invitationErrors } from '../errors.ts';
import { MEMBER_ROLES } from '../rights.model.ts';
import { email, fullName, username } from '../user.model.ts';

export const INVITATION_STATUSES = ['PENDING', 'ACCEPTED', 'REVOKED'] as const;

/** The time for which an invitation can be accepted. */
const VALID_MS = 7 * 24 * 60 * 60 * 1000;
/** Days that an invitation is kept after it expired. */
const KEPT_DAYS = 30;
/** Mails about accounts that a tenant may send a day. */
export const MOST_MAILS_A_DAY = 200;

export const createInvitationBody = z.strictObject({
  email,
  role: z.enum(MEMBER_ROLES),
  teamIds: z
    .array(z.string().min(1).max(60))
    .max(20)
    .default([])
    .refine(isDistinct, { error: 'must not name a team twice' })
    .describe('Ids of the teams that the person joins'),
});

export const listInvitationsQuery = z.strictObject({ ...pageQuery, status: z.enum(INVITATION_STATUSES).optional() });

export const acceptInvitationBody = z.strictObject({
  secret: z.string().min(1).max(200).describe('The part of the mailed link after #'),
  username,
  fullName,
  password: z.string().max(200),
});

export const invitationView = z
  .strictObject({
    id: z.string(),
    email: z.string(),
    role: z.enum(MEMBER_ROLES),
    teamIds: z.array(z.string()),
    status: z.enum(INVITATION_STATUSES),
    isExpired: z.boolean(),
    invitedBy: z.string().describe('Id of the user who invited'),
    expiresAt: z.iso.datetime(),
    userId: z.string().nullable().describe('The user that the invited person became'),
    revision: z.number().int(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'InvitationSummary' });

const INVITATION_ACTIONS = ['resendInvitation', 'revokeInvitation'] as const;
export type InvitationAction = (typeof INVITATION_ACTIONS)[number];

/** As it is read; after a change it has no actions. */
export const shownInvitationView = z.strictObject({
  ...invitationView.shape,
  actions: actionsView(INVITATION_ACTIONS),
});

/** The fields of an invitation that decisions need; the stored item has more. */
export interface InvitationFacts {
  readonly invitationId: string;
  readonly email: string;
  readonly role: (typeof MEMBER_ROLES)[number];
  readonly teamIds: readonly string[];
  readonly status: (typeof INVITATION_STATUSES)[number];
  readonly invitedBy: string;
  readonly expiresAt: string;
  readonly secretHash?: string | undefined;
  readonly userId?: string | undefined;
  readonly revision: number;
  readonly createdAt: string;
  readonly updatedAt: string;
}

const isExpired = ({ status, expiresAt }: InvitationFacts, at: number): boolean =>
  status === 'PENDING' && expiresAt <= isoOf(at);

/** `at` is epoch milliseconds, here and below. */
export const viewInvitation = (item: InvitationFacts, at: number): z.output<typeof invitationView> => ({
  id: item.invitationId,
  email: item.email,
  role: item.role,
  teamIds: [...item.teamIds],
  status: item.status,
  isExpired: isExpired(item, at),
  invitedBy: item.invitedBy,
  expiresAt: item.expiresAt,
  userId: item.userId ?? null,
  revision: item.revision,
  createdAt: item.createdAt,
  updatedAt: item.updatedAt,
});

/** The times of an invitation that is sent now. */
export const validFrom = (at: number) => ({
  expiresAt: isoOf(at + VALID_MS),
  expiresAtEpoch: expiryOf(at + VALID_MS, KEPT_DAYS),
});

/** Throws `invitation.not_pending` for an accepted or revoked invitation. */
export function assertPending({ status }: InvitationFacts): void {
  if (status !== 'PENDING') throw invitationErrors.not_pending({ detail: `It is ${status}.` });
}

/**
 * Throws unless the secret with this hash accepts the invitation: `invitation.not_found` if it is another secret, or if the
 * invitation has expired; `invitation.not_pending` if it was accepted or revoked.
 */
export function assertAcceptable(item: InvitationFacts | undefined, hash: string, at: number): asserts item {
  if (!item || item.secretHash !== hash || isExpired(item, at)) throw invitationErrors.not_found();
  assertPending(item);
}
