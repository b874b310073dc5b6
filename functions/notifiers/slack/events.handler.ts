// The function of the Slack notifier.
import { environmentOf } from '../../_kit/env.ts';
import { bindDeps } from '../_teller/deps.ts';
import { queueHandler } from '../_teller/queue-handler.ts';
import { manifest } from './manifest.ts';
import { notifySlack } from './notify-slack.ts';

export const handler = queueHandler(notifySlack(bindDeps(environmentOf(manifest, 'events'))));
