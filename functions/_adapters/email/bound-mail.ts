// Limits a mail service to the senders bound to a tenant, and to its members and confirmed addresses. Checked for each
// mail, because bindings and memberships change.
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import { mayReceive, maySendAs } from '../../../entities/tenants/mail/mail.model.ts';
import type { ReadMailRules } from '../../../entities/tenants/mail/mail.store.ts';
import { logger } from '../../_kit/logger.ts';
import type { SendMail } from '../adapter.ts';

/** The address in `"Windlass" <releases@acme.example>`. */
const addressIn = (mailbox: string): string =>
  mailbox.endsWith('>') ? mailbox.slice(mailbox.lastIndexOf('<') + 1, -1) : mailbox;

/** Throws `integration.refused` if the sender is not bound to the tenant, or no recipient is allowed. */
export const boundMail =
  (send: SendMail, rulesOf: ReadMailRules, tenantId: string): SendMail =>
  async (mail) => {
    const { binding, members } = await rulesOf(tenantId, mail.to);
    const sender = addressIn(mail.from);
    if (!maySendAs(binding, sender)) {
      throw integrationErrors.refused({ detail: `${sender} is not bound to this tenant: ask the operator to bind it` });
    }
    const to = mail.to.filter((address) => mayReceive(binding, members, address));
    if (to.length === 0) {
      throw integrationErrors.refused({
        detail: 'None of the recipients is a member of the tenant or an address that the operator has confirmed',
      });
    }
    if (to.length < mail.to.length) {
      logger.warn('recipients were left out', { tenantId, eventId: mail.eventId, count: mail.to.length - to.length });
    }
    return send({ ...mail, to });
  };
