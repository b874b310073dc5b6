// The function of the webhook notifier.
import { readEnvironment } from '../../_kit/env.ts';
import { serviceNotifierEnvironment } from '../_teller/notifier-manifest.ts';
import { queueHandler } from '../_teller/queue-handler.ts';
import { bindServiceNotifier } from '../_teller/service-notifier.ts';
import { notifyWebhooks } from './notify-webhooks.ts';

export const handler = queueHandler(notifyWebhooks(bindServiceNotifier(readEnvironment(serviceNotifierEnvironment))));
