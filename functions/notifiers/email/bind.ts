// Binds the e-mail notifier to its environment. Loaded by events.handler.ts with the first message. Of what other notifiers
// have it carries neither KMS nor HTTP: mail is sent with the function's own role, so there is no credential to open.
import { readEnvironment } from '../../_kit/env.ts';
import { connectMailer } from '../../_kit/outbound/mailer.ts';
import { tellerEnvironment } from '../_teller/environment.ts';
import { queueHandler } from '../_teller/queue-handler.ts';
import { bindTeller, type Connections } from '../_teller/teller.ts';
import { notifyEmail } from './notify-email.ts';

export function bind(connections: Connections) {
  const teller = bindTeller(connections, readEnvironment(tellerEnvironment));
  return queueHandler(notifyEmail({ ...teller, send: connectMailer() }), connections.defer);
}
