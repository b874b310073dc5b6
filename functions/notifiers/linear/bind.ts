// Binds the Linear notifier to its environment. Loaded by events.handler.ts with the first message.
import { createLinearClient } from '../../_adapters/linear/linear-client.ts';
import { bindDeps } from '../deps.ts';
import { notifyEpics } from '../epics.ts';
import { queueHandler } from '../queue-handler.ts';
import type { Connections } from '../teller.ts';

export const bind = (connections: Connections) =>
  queueHandler(notifyEpics('LINEAR', createLinearClient, bindDeps(connections)), connections.defer);
