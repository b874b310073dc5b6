// Invitations, sentinels of the addresses that are invited, and the number of mails about accounts per day.
import {
  defineEntity,
  defineRecord,
  expiring,
  type ItemOf,
  list,
  number,
  oneOf,
  optional,
  text,
} from '../../_base/table/entity.ts';
import { MEMBER_ROLES } from '../rights.model.ts';
import { accountMailsKeys, invitationKeys, invitedKeys } from './invitation.keys.ts';
import { INVITATION_STATUSES } from './invitation.model.ts';

export const invitationDefinition = defineEntity('invitation', invitationKeys, {
  invitationId: text,
  email: text,
  role: oneOf(MEMBER_ROLES),
  teamIds: list(text),
  status: oneOf(INVITATION_STATUSES),
  /** The user who invited, or who sent the invitation again. */
  invitedBy: text,
  expiresAt: text,
  /** SHA-256 of the secret in the latest mail. */
  secretHash: optional(text),
  /** The user that the invited person became. */
  userId: optional(text),
  ...expiring,
});

/** One pending invitation per address. */
export const invitedDefinition = defineRecord('invited', invitedKeys, {
  address: text,
  invitationId: text,
  ...expiring,
});

export const accountMailsDefinition = defineRecord('accountMails', accountMailsKeys, {
  sentOn: text,
  mailCount: number,
  ...expiring,
});

export type InvitationItem = ItemOf<typeof invitationDefinition>;
