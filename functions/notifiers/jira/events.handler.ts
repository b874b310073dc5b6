// The function of the Jira notifier.
import { createJiraClient } from '../../_adapters/jira/jira-client.ts';
import { environmentOf } from '../../_kit/env.ts';
import { notifyEpics } from '../_teller/epics.ts';
import { queueHandler } from '../_teller/queue-handler.ts';
import { bindServiceNotifier } from '../_teller/service-notifier.ts';
import { manifest } from './manifest.ts';

export const handler = queueHandler(
  notifyEpics('JIRA', createJiraClient, bindServiceNotifier(environmentOf(manifest, 'events'))),
);
