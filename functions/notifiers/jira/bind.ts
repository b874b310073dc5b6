// Binds the Jira notifier to its environment. Loaded by events.handler.ts with the first message.
import { createJiraClient } from '../../_adapters/jira/jira-client.ts';
import { bindDeps } from '../_teller/deps.ts';
import { notifyEpics } from '../_teller/epics/epics.ts';
import { queueHandler } from '../_teller/queue-handler.ts';
import type { Connections } from '../_teller/teller.ts';

export const bind = (connections: Connections) =>
  queueHandler(notifyEpics('JIRA', createJiraClient, bindDeps(connections)), connections.defer);
