// Binds the Jira notifier to its environment. Loaded by events.handler.ts with the first message.
import { createJiraClient } from '../../_adapters/jira/jira-client.ts';
import { bindDeps } from '../deps.ts';
import { notifyEpics } from '../epics.ts';
import { queueHandler } from '../queue-handler.ts';
import type { Connections } from '../teller.ts';

export const bind = (connections: Connections) =>
  queueHandler(notifyEpics('JIRA', createJiraClient, bindDeps(connections)), connections.defer);
