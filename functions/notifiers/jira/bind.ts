// Binds the Jira notifier to its environment. Loaded by events.handler.ts with the first message.
import { bindDeps, type Connections } from '../deps.ts';
import { queueHandler } from '../queue-handler.ts';
import { notifyJira } from './notify-jira.ts';

export const bind = (connections: Connections) => queueHandler(notifyJira(bindDeps(connections)), connections.defer);
