// EMAIL: mails to the recipients of a purpose. The Amazon SES sender is injected, so that other bundles do not contain its
// SDK; without it mails fail. https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import type { ClientContext, Mail, MailClient, MailMessage, MailPurpose, SendMail } from '../adapter.ts';
import { toHtml, toMailbox, toPlainText, toSubject } from './mail-message.ts';

/** SES's simulator address: mail to it counts as delivered and reaches nobody. */
const SIMULATOR = 'success@simulator.amazonses.com';

export type MailContext = Pick<ClientContext<'EMAIL'>, 'config' | 'now'> & { readonly send?: SendMail | undefined };

export function createEmailClient({ config, now, send = refuseToSend }: MailContext): MailClient {
  const from = toMailbox(config.fromAddress, config.fromName);
  const recipientsOf = (purpose: MailPurpose) => config.recipients[purpose] ?? config.recipients.releases;
  const toMail = (to: readonly string[], message: MailMessage, eventId: string): Mail => ({
    from,
    to,
    subject: toSubject(message.subject),
    text: toPlainText(message),
    html: toHtml(message),
    eventId,
  });

  return {
    async verify() {
      const message = { subject: 'Windlass can send mail', lines: ['Sent to verify the sender.'], links: [] };
      await send(toMail([SIMULATOR], message, `verify-${now()}`));
      return `Can send mail as ${config.fromAddress}`;
    },

    recipientsOf,

    post({ purpose, message, eventId }) {
      return send(toMail(recipientsOf(purpose), message, eventId));
    },
  };
}

/** Says nothing about the address: nobody knows whether SES would accept it. */
const refuseToSend: SendMail = async () => {
  throw integrationErrors.unavailable({ detail: 'This deployment is not connected to Amazon SES: no mail was sent' });
};
