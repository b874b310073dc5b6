// Binds the webhook notifier to its environment. Loaded by events.handler.ts with the first message.
import { bindDeps } from '../deps.ts';
import { queueHandler } from '../queue-handler.ts';
import type { Connections } from '../teller.ts';
import { notifyWebhooks } from './notify-webhooks.ts';

export const bind = (connections: Connections) =>
  queueHandler(notifyWebhooks(bindDeps(connections)), connections.defer);
