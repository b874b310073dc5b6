// The function of the Slack notifier.
import { readEnvironment } from '../../_kit/env.ts';
import { serviceNotifierEnvironment } from '../_teller/notifier-manifest.ts';
import { queueHandler } from '../_teller/queue-handler.ts';
import { bindServiceNotifier } from '../_teller/service-notifier.ts';
import { notifySlack } from './notify-slack.ts';

export const handler = queueHandler(notifySlack(bindServiceNotifier(readEnvironment(serviceNotifierEnvironment))));
