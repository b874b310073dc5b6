// The function of the e-mail notifier. Its bundle has neither KMS nor HTTP: mails are sent with the function's own role, so
// it opens no credentials.
import { readEnvironment } from '../../_kit/env.ts';
import { connectMailer } from '../../_kit/outbound/mailer.ts';
import { bindNotifier } from '../_teller/notifier.ts';
import { notifierEnvironment } from '../_teller/notifier-manifest.ts';
import { queueHandler } from '../_teller/queue-handler.ts';
import { notifyEmail } from './notify-email.ts';

const teller = bindNotifier(readEnvironment(notifierEnvironment));

export const handler = queueHandler(notifyEmail({ ...teller, send: connectMailer() }));
