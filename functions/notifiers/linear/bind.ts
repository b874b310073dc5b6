// Binds the Linear notifier to its environment. Loaded by events.handler.ts with the first message.
import { createLinearClient } from '../../_adapters/linear/linear-client.ts';
import { bindDeps } from '../_teller/deps.ts';
import { notifyEpics } from '../_teller/epics/epics.ts';
import { queueHandler } from '../_teller/queue-handler.ts';
import type { Connections } from '../_teller/teller.ts';

export const bind = (connections: Connections) =>
  queueHandler(notifyEpics('LINEAR', createLinearClient, bindDeps(connections)), connections.defer);
