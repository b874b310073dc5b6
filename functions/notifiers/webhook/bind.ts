// Binds the webhook notifier to its environment. Loaded by events.handler.ts with the first message.
import { bindDeps } from '../_teller/deps.ts';
import { queueHandler } from '../_teller/queue-handler.ts';
import type { Connections } from '../_teller/teller.ts';
import { notifyWebhooks } from './notify-webhooks.ts';

export const bind = (connections: Connections) =>
  queueHandler(notifyWebhooks(bindDeps(connections)), connections.defer);
