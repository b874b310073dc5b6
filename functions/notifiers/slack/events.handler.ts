// The function of the Slack notifier.
import { environmentOf } from '../../_kit/env.ts';
import { queueHandler } from '../_teller/queue-handler.ts';
import { bindServiceNotifier } from '../_teller/service-notifier.ts';
import { manifest } from './manifest.ts';
import { notifySlack } from './notify-slack.ts';

export const handler = queueHandler(notifySlack(bindServiceNotifier(environmentOf(manifest, 'events'))));
