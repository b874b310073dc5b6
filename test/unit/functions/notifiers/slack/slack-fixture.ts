// Slack as notifiers meet it in tests: a service that takes every message, a release that uses it, and what was said there.
import { notifySlack } from '../../../../../functions/notifiers/slack/notify-slack.ts';
import { TENANT_ID } from '../../../../support/http.ts';
import { type Answers, type HttpService, startHttpService } from '../../../../support/services/http-service.ts';
import { busEvent, RELEASE_ID, startNotifier } from '../fixture.ts';

export const POST = 'POST /api/chat.postMessage';
export const REPLIES = 'GET /api/conversations.replies';
export const UPDATE = 'POST /api/chat.update';
export const posted = { body: { ok: true, channel: 'C1', ts: '1.000100', message: {} } };

export const PARENT = `${RELEASE_ID}:slack-1`;
const PARENT_TS = '0.000100';

export const released = busEvent('ReleaseReleased', { releaseDate: '2026-03-01', tag: 'v1.5.0' });

export interface Posted {
  readonly ts: string;
  readonly thread_ts?: string;
  readonly channel: string;
  readonly text: string;
  readonly metadata: { readonly event_payload: { readonly eventId: string } };
  readonly blocks: readonly { readonly type: string; readonly elements?: readonly Record<string, unknown>[] }[];
}

export const bodiesOf = (slack: HttpService, call: string) =>
  slack.seen.filter(({ method, path }) => `${method} ${path}` === call).map(({ json }) => json as Posted);

/** The messages posted besides the parent message. */
export const said = (slack: HttpService) =>
  bodiesOf(slack, POST).filter(({ metadata }) => metadata.event_payload.eventId !== PARENT);

export function onlySaid(slack: HttpService): Posted {
  const [message, ...others] = said(slack);
  if (!message || others.length > 0) throw new Error(`posted ${others.length + (message ? 1 : 0)} messages`);
  return message;
}

/** Changes of messages other than the parent. */
export const changes = (slack: HttpService) => bodiesOf(slack, UPDATE).filter(({ ts }) => ts !== PARENT_TS);

/** The requests to Slack besides changes of the parent message. */
export const callsOf = (slack: HttpService) =>
  slack.seen
    .filter(({ json }) => (json as { ts?: string } | undefined)?.ts !== PARENT_TS)
    .map(({ method, path }) => `${method} ${path}`);

/** A Slack notifier and a release that has a chat. */
export async function startSlack() {
  const notifier = await startNotifier(notifySlack);
  await notifier.addRelease({ communicationIntegrationId: 'slack-1' });
  let service: HttpService | undefined;
  return {
    notifier,

    async answers(answers: Answers, channels: object = { releases: 'C1' }): Promise<HttpService> {
      service = await startHttpService({ [POST]: posted, [UPDATE]: posted, ...answers });
      await notifier.addIntegration(
        'slack-1',
        'SLACK',
        { baseUrl: service.url, channels },
        { botToken: 'xoxb-secret-token', signingSecret: 'shh' },
      );
      return service;
    },

    /** As if earlier events had made the parent message. */
    async parentIsThere(): Promise<void> {
      const { notifications } = notifier.deps;
      const ref = {
        tenantId: TENANT_ID,
        subjectId: RELEASE_ID,
        about: PARENT,
        channel: 'SLACK',
        purpose: 'summary',
      } as const;
      const told = { eventType: 'ReleaseCreated', event: '{}', address: 'C1' };
      const attempt = await notifications.begin(ref, told, notifier.now(), 1);
      if (attempt.verdict === 'SEND') await notifications.sent(attempt.notification, PARENT_TS, notifier.now());
    },

    async stop(): Promise<void> {
      await service?.[Symbol.asyncDispose]();
      await notifier.stop();
    },
  };
}
