// Binds the Slack notifier to its environment. Loaded by events.handler.ts with the first message.
import { bindDeps } from '../_teller/deps.ts';
import { queueHandler } from '../_teller/queue-handler.ts';
import type { Connections } from '../_teller/teller.ts';
import { notifySlack } from './notify-slack.ts';

export const bind = (connections: Connections) => queueHandler(notifySlack(bindDeps(connections)), connections.defer);
