// The function of the Jira notifier.
import { createJiraClient } from '../../_adapters/jira/jira-client.ts';
import { environmentOf } from '../../_kit/env.ts';
import { bindDeps } from '../_teller/deps.ts';
import { notifyEpics } from '../_teller/epics/epics.ts';
import { queueHandler } from '../_teller/queue-handler.ts';
import { manifest } from './manifest.ts';

export const handler = queueHandler(notifyEpics('JIRA', createJiraClient, bindDeps(environmentOf(manifest, 'events'))));
