// Mails of the deployment itself about accounts: invitations, confirmations, resets. A link holds its secret in the fragment,
// so that it reaches no server log.
import type { MailMessage, SendMail } from '../adapter.ts';
import { toHtml, toMailbox, toPlainText, toSubject } from './mail-message.ts';

export interface AccountMail {
  readonly to: string;
  readonly subject: string;
  readonly lines: readonly string[];
  /** The link to open; a mail that only tells something has none. */
  readonly label?: string;
  /** The page of the console: `/console/acme/invitation`. */
  readonly page?: string;
  readonly secret?: string;
  readonly eventId: string;
}

export type SendAccountMail = (mail: AccountMail) => Promise<void>;

/** A name that people of a tenant chose, without the characters of an address: these mails reach people outside the tenant. */
export const plainName = (name: string): string =>
  name
    .replaceAll(/[^\p{L}\p{M}\p{N} '’-]+/gu, ' ')
    .replaceAll(/ +/g, ' ')
    .slice(0, 60)
    .trim();

/** `sender` is the address of SYSTEM_MAIL_FROM; `publicUrl` is empty when unknown, and then the mail shows the secret alone. */
export const accountMailer =
  (send: SendMail, sender: string, publicUrl: string): SendAccountMail =>
  async ({ to, subject, lines, label, page, secret, eventId }) => {
    const link = label === undefined ? [] : [{ label, url: `${publicUrl}${page}#${secret}` }];
    const message: MailMessage = {
      subject,
      lines: [...lines, ...(publicUrl === '' ? link.map(() => `${label}: ${secret}`) : [])],
      links: publicUrl === '' ? [] : link,
    };
    await send({
      from: toMailbox(sender, 'Windlass'),
      to: [to],
      subject: toSubject(message.subject),
      text: toPlainText(message),
      html: toHtml(message),
      eventId,
    });
  };
