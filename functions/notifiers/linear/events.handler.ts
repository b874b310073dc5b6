// The function of the Linear notifier.
import { createLinearClient } from '../../_adapters/linear/linear-client.ts';
import { environmentOf } from '../../_kit/env.ts';
import { notifyEpics } from '../_teller/epics.ts';
import { queueHandler } from '../_teller/queue-handler.ts';
import { bindServiceNotifier } from '../_teller/service-notifier.ts';
import { manifest } from './manifest.ts';

export const handler = queueHandler(
  notifyEpics('LINEAR', createLinearClient, bindServiceNotifier(environmentOf(manifest, 'events'))),
);
