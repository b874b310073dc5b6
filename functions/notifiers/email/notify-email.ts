// Mails an event to the recipients of its purpose, once as far as Amazon SES allows. An attempt is stored before the mail
// is sent and its outcome after, but SES has no idempotency token and cannot be asked about earlier mails. A mail whose
// answer was lost is sent twice; none is lost.

import type { Message } from '../../../entities/notifications/message.model.ts';
import { isOfTenant } from '../../../entities/notifications/messages.ts';
import { createMailRules } from '../../../entities/tenants/mail/mail.store.ts';
import type { MailMessage, SendMail } from '../../_adapters/adapter.ts';
import { boundMail } from '../../_adapters/email/bound-mail.ts';
import { createEmailClient } from '../../_adapters/email/email-client.ts';
import type { NotifierDeps } from '../_teller/notifier.ts';
import { type Notify, type Tell, withRedelivery } from '../_teller/queue-handler.ts';
import { newsFor } from '../_teller/release-news.ts';
import { eachOnItsOwn, sendOnce } from '../_teller/send-once.ts';
import { tenantNewsFor } from '../_teller/tenant-news.ts';

export interface EmailDeps extends NotifierDeps {
  readonly send: SendMail;
}

const toMail = ({ title, lines, links, by, at }: Message): MailMessage => ({
  subject: title,
  lines: [...lines, `By ${by}, ${at}`],
  links,
});

const sendFor = ({ send, table }: EmailDeps, tenantId: string): SendMail =>
  boundMail(send, createMailRules(table.getMany), tenantId);

/** The sealed credentials of an EMAIL integration are empty. */
const open = async () => ({});

const tellTenant =
  (deps: EmailDeps): Tell =>
  async (event, receipt, again) => {
    const news = await tenantNewsFor('EMAIL', event, again, { ...deps, open });
    if (!news) return;
    const { message, told, chats } = news;
    const { purpose } = message;
    await eachOnItsOwn(chats, ({ integrationId, client, ref }) => {
      const mail = createEmailClient({ ...client, send: sendFor(deps, event.detail.tenantId) });
      const address = mail.recipientsOf(purpose).join(', ');
      return sendOnce(ref, { ...told, address }, receipt, deps, async () => {
        const eventId = `${event.detail.id}:${integrationId}`;
        return (await mail.post({ purpose, message: toMail(message), eventId })).messageId;
      });
    });
  };

const tellByMail =
  (deps: EmailDeps): Tell =>
  async (event, receipt, again) => {
    if (isOfTenant(event['detail-type'])) return tellTenant(deps)(event, receipt, again);
    const news = await newsFor('EMAIL', event, { ...deps, open });
    if (!news?.isWanted(news.message.purpose)) return;
    const { release, message } = news;
    const { purpose } = message;
    const { id: eventId, tenantId } = event.detail;
    const mail = createEmailClient({ ...news.client, send: sendFor(deps, tenantId) });
    const ref = { tenantId, subjectId: release.releaseId, about: eventId, channel: 'EMAIL', purpose } as const;
    const told = { ...news.told, address: mail.recipientsOf(purpose).join(', ') };
    await sendOnce(ref, told, receipt, deps, async () => {
      const { messageId } = await mail.post({ purpose, message: toMail(message), eventId });
      return messageId;
    });
  };

export const notifyEmail = (deps: EmailDeps): Notify => withRedelivery('EMAIL', deps, tellByMail(deps));
