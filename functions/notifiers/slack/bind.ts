// Binds the Slack notifier to its environment. Loaded by events.handler.ts with the first message.
import { bindDeps } from '../deps.ts';
import { queueHandler } from '../queue-handler.ts';
import type { Connections } from '../teller.ts';
import { notifySlack } from './notify-slack.ts';

export const bind = (connections: Connections) => queueHandler(notifySlack(bindDeps(connections)), connections.defer);
