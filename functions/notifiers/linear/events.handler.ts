// The function of the Linear notifier.
import { createLinearClient } from '../../_adapters/linear/linear-client.ts';
import { readEnvironment } from '../../_kit/env.ts';
import { notifyEpics } from '../_teller/epics.ts';
import { serviceNotifierEnvironment } from '../_teller/notifier-manifest.ts';
import { queueHandler } from '../_teller/queue-handler.ts';
import { bindServiceNotifier } from '../_teller/service-notifier.ts';

export const handler = queueHandler(
  notifyEpics('LINEAR', createLinearClient, bindServiceNotifier(readEnvironment(serviceNotifierEnvironment))),
);
