// Reads and writes of invitations. Writes are returned for a transaction; an address has one pending invitation at most.
import { isId, type TenantId } from '../../_base/ids.ts';
import { counterOf } from '../../_base/table/counter.ts';
import type { Born } from '../../_base/table/entity.ts';
import { itemsOf } from '../../_base/table/items.ts';
import type { Page, PageRequest } from '../../_base/table/page.ts';
import type { Changes, Table, Write } from '../../_base/table/table.ts';
import { expiryOf, isoOf } from '../../_base/time/iso.ts';
import { invitationErrors, userErrors } from '../errors.ts';
import { foldName } from '../user.model.ts';
import {
  accountMailsDefinition,
  type InvitationItem,
  invitationDefinition,
  invitedDefinition,
} from './invitation.entity.ts';
import { type INVITATION_STATUSES, MOST_MAILS_A_DAY } from './invitation.model.ts';

export type InvitationRepo = ReturnType<typeof createInvitationRepo>;

export function createInvitationRepo(table: Table) {
  const invitations = itemsOf(table, invitationDefinition);
  const invited = itemsOf(table, invitedDefinition);
  const mails = counterOf(table, accountMailsDefinition, 'mailCount');

  const isKept =
    (at: number) =>
    ({ expiresAtEpoch }: InvitationItem): boolean =>
      expiresAtEpoch > at / 1000;

  /** Fails with `invitation.pending` if the address has another pending invitation. `at` is epoch milliseconds. */
  const claim = ({ tenantId, invitationId, email, expiresAtEpoch }: Born<InvitationItem>, at: number): Write => ({
    ...invited.put(
      { tenantId, address: foldName(email), invitationId, expiresAtEpoch },
      {
        expression: 'attribute_not_exists(pk) OR invitationId = :id OR expiresAtEpoch <= :now',
        values: { id: invitationId, now: Math.floor(at / 1000) },
      },
    ),
    otherwise: invitationErrors.pending({ detail: 'Send it again, or revoke it first.' }),
  });

  return {
    /** Throws `invitation.not_found`. */
    async get(tenantId: TenantId, invitationId: string, at: number): Promise<InvitationItem> {
      const found = isId(invitationId) ? await invitations.find({ tenantId, invitationId }) : undefined;
      if (!found || !isKept(at)(found)) throw invitationErrors.not_found();
      return found;
    },

    find: (tenantId: TenantId, invitationId: string): Promise<InvitationItem | undefined> =>
      invitations.find({ tenantId, invitationId }),

    /** Newest first. */
    list: (
      tenantId: TenantId,
      status: (typeof INVITATION_STATUSES)[number] | undefined,
      page: PageRequest,
      at: number,
    ): Promise<Page<InvitationItem>> =>
      invitations.page(
        { tenantId, status },
        page,
        { newestFirst: true, ...(status && { index: 'byStatus' }) },
        isKept(at),
      ),

    create: (item: Born<InvitationItem>, at: number): Write[] => [invitations.first(item), claim(item, at)],

    /** Sends the invitation again, with the times of `changes`. */
    renew: (loaded: InvitationItem, at: number, changes: Changes<InvitationItem>): Write[] => [
      invitations.change(loaded, isoOf(at), changes),
      claim({ ...loaded, ...changes } as InvitationItem, at),
    ],

    /** Ends the invitation, so that its address can be invited again. */
    end: (loaded: InvitationItem, at: number, changes: Changes<InvitationItem>): Write[] => [
      invitations.change(loaded, isoOf(at), changes),
      invited.forget(
        { tenantId: loaded.tenantId, address: foldName(loaded.email) },
        { expression: 'invitationId = :id', values: { id: loaded.invitationId } },
      ),
    ],

    /** Stores the hash of a secret, if the invitation has not changed since; false otherwise. */
    settle: (loaded: InvitationItem, secretHash: string): Promise<boolean> =>
      invitations.send(invitations.note(loaded, { secretHash })),

    /** Counts a mail about an account; fails with `user.too_many_mails`. */
    countMail(tenantId: TenantId, at: number): Write {
      const of = { tenantId, sentOn: isoOf(at).slice(0, 10), expiresAtEpoch: expiryOf(at, 2) };
      return mails.up(of, MOST_MAILS_A_DAY, userErrors.too_many_mails());
    },
  };
}
