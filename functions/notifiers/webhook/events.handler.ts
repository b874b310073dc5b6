// The function of the webhook notifier.
import { environmentOf } from '../../_kit/env.ts';
import { bindDeps } from '../_teller/deps.ts';
import { queueHandler } from '../_teller/queue-handler.ts';
import { manifest } from './manifest.ts';
import { notifyWebhooks } from './notify-webhooks.ts';

export const handler = queueHandler(notifyWebhooks(bindDeps(environmentOf(manifest, 'events'))));
