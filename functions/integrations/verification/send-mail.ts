// Sends the mails of verifications. Loads the mailer with the first EMAIL integration that is verified.
import type { SendMail } from '../../_adapters/adapter.ts';

let mailer: Promise<SendMail> | undefined;

export const sendMail: SendMail = async (mail) => {
  mailer ??= import('../../_kit/outbound/mailer.ts').then(({ connectMailer }) => connectMailer());
  return (await mailer)(mail);
};
