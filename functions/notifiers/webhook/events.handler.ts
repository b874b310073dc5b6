// The function of the webhook notifier.
import { environmentOf } from '../../_kit/env.ts';
import { queueHandler } from '../_teller/queue-handler.ts';
import { bindServiceNotifier } from '../_teller/service-notifier.ts';
import { manifest } from './manifest.ts';
import { notifyWebhooks } from './notify-webhooks.ts';

export const handler = queueHandler(notifyWebhooks(bindServiceNotifier(environmentOf(manifest, 'events'))));
