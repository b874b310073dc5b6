// The function of the Linear notifier.
import { createLinearClient } from '../../_adapters/linear/linear-client.ts';
import { environmentOf } from '../../_kit/env.ts';
import { bindDeps } from '../_teller/deps.ts';
import { notifyEpics } from '../_teller/epics/epics.ts';
import { queueHandler } from '../_teller/queue-handler.ts';
import { manifest } from './manifest.ts';

export const handler = queueHandler(
  notifyEpics('LINEAR', createLinearClient, bindDeps(environmentOf(manifest, 'events'))),
);
