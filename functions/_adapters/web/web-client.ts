// WEB: tells a deployment endpoint to release a version, by a signed webhook (Standard Webhooks). The message id derives
// from version, build and the earlier submission, so that an endpoint can tell a retry from a new submission. A 2xx answer
// means submitted, unless it is a page.
import { createHash } from 'node:crypto';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import type { RolloutAction } from '../../../entities/integrations/types/integration-type.ts';
import { releaseModeRefusal, rolloutRefusal } from '../../../entities/integrations/types/store-rollout.model.ts';
import { createCaller, type ServiceWords } from '../_client/caller.ts';
import { causesIn, titleOf } from '../_client/causes.ts';
import { redact } from '../_client/redact.ts';
import type { ClientContext } from '../adapter.ts';
import { signWebhook } from '../standard-webhook.ts';
import type { StoreClient } from '../store/store-client.ts';
import { mainText } from '../store/store-notes.ts';

/** Characters of a page's title. */
const MOST_TITLE = 100;

const endpoint: ServiceWords = {
  name: 'The deployment endpoint',
  messageOf(reply) {
    // outbound.ts refuses redirects with a location.
    if (reply.status >= 300 && reply.status < 400) return 'it redirects, says not where, and did nothing';
    // Endpoints of teams have no common form of errors.
    return causesIn(reply);
  },
};

export function createWebClient({ config, credentials, outbound, now }: ClientContext<'WEB'>): StoreClient {
  const { signingSecret } = credentials;
  const url = new URL(config.url);
  const api = createCaller({
    service: endpoint,
    baseUrl: url.origin,
    outbound,
    now,
    secrets: [signingSecret, signingSecret.replace(/^whsec_/, '')],
    headers: () => ({}),
  });

  async function tell(id: string, type: string, data: object): Promise<void> {
    const body = JSON.stringify({ type, timestamp: isoOf(now()), data });
    const timestamp = Math.floor(now() / 1000);
    const headers = {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signWebhook(signingSecret, { id, timestamp, body }),
    };
    const query = Object.fromEntries(url.searchParams);
    const reply = await api.send({ method: 'POST', path: url.pathname, query, headers, body, isRepeatable: true });
    // A proxy that wants a sign-in answers for the endpoint, which was told nothing.
    if (!/^\s*<(?:!doctype html|html)\b/i.test(reply.text)) return;
    const title = titleOf(reply.text);
    const shown = redact(title === undefined ? 'a page' : `the page "${title}"`, [signingSecret], MOST_TITLE);
    const detail = `The deployment endpoint answered ${reply.status} with ${shown}: perhaps something else answered, and nothing was done`;
    throw integrationErrors.reply_invalid({ detail });
  }

  function refuse(detail: string | undefined): void {
    if (detail !== undefined) throw integrationErrors.refused({ detail });
  }
  const cannot = (action: RolloutAction) => async (): Promise<never> => {
    throw integrationErrors.refused({
      detail: rolloutRefusal('WEB', action) ?? 'A deployment endpoint cannot do that',
    });
  };

  return {
    isOneAtATime: false,

    async verify() {
      await tell(idOf('ping', String(now())), 'windlass.ping', {});
      return `${url.host} takes our webhooks`;
    },

    async submit({ version, buildNumber, notes, percentage, releaseMode = 'AUTOMATIC', submittedBefore }) {
      // An endpoint releases to all users at once.
      if (percentage !== undefined && percentage !== 100) return cannot('ROLL_OUT')();
      refuse(releaseModeRefusal('WEB', releaseMode));
      const id = idOf(
        'release',
        version,
        buildNumber ?? '',
        ...(submittedBefore === undefined ? [] : [submittedBefore]),
      );
      const told = { notes: mainText(notes) ?? '', notesByLocale: notes.texts };
      await tell(id, 'windlass.release_requested', { version, ...(buildNumber && { buildNumber }), ...told });
      return { submissionId: id, versionId: id };
    },

    rollOut: cannot('ROLL_OUT'),
    pauseRollout: cannot('PAUSE'),
    resumeRollout: cannot('RESUME'),
    haltRollout: cannot('HALT'),
    release: cannot('RELEASE'),
    withdraw: cannot('WITHDRAW'),
    status: cannot('STATUS'),
  };
}

const idOf = (...parts: readonly string[]) =>
  `msg_${createHash('sha256').update(parts.join('\0')).digest('base64url').slice(0, 27)}`;
