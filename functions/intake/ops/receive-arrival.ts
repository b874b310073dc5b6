// Takes one webhook: verify over the raw bytes, deduplicate, put on the bus. Nothing is written for what is refused, and a
// crash between the steps loses nothing (see arrival.store.ts).
import type { RawTable } from '../../../entities/_base/table/raw-table.ts';
import type { ArrivalStore } from '../../../entities/intake/arrival.store.ts';
import { intakeErrors } from '../../../entities/intake/errors.ts';
import type { IntegrationType } from '../../../entities/integrations/types/integration-types.ts';
import { findSender, type OpenCredentials } from '../known-sender.ts';
import type { OutsideEvent, Sender } from '../sender.ts';
import { appStore } from '../senders/app-store.ts';
import { bitbucket } from '../senders/bitbucket.ts';
import { github } from '../senders/github.ts';
import { gitlab } from '../senders/gitlab.ts';
import { jenkins } from '../senders/jenkins.ts';
import { slack } from '../senders/slack.ts';
import type { SignedOperation, SignedReply, SignedRequest } from '../signed-handler.ts';

export interface IntakeDeps {
  readonly table: RawTable;
  readonly deliveries: ArrivalStore;
  readonly open: OpenCredentials;
  /** Rejects when the event is not on the bus. */
  readonly put: (event: OutsideEvent) => Promise<void>;
  readonly now: () => number;
  /** Resolves after so many milliseconds. */
  readonly pause: (ms: number) => Promise<void>;
}

/** A refusal takes this long, or twice or three times as long. */
const REFUSAL_MS = 250;

const PROVIDERS: Readonly<Partial<Record<IntegrationType, Sender>>> = {
  GITHUB: github,
  GITHUB_ACTIONS: github,
  GITLAB: gitlab,
  GITLAB_CI: gitlab,
  BITBUCKET: bitbucket,
  JENKINS: jenkins,
  SLACK: slack,
  APP_STORE: appStore,
};

/** The sender, if the request is authentic and its type sends webhooks. */
async function authenticSender(request: SignedRequest, deps: IntakeDeps, at: number) {
  const sender = await findSender(deps.table, deps.open, request.tenant, request.params.integrationId ?? '');
  const provider = sender && PROVIDERS[sender.type];
  if (!sender || !provider) return undefined;
  const secret = (await sender.secrets())[provider.secret];
  const isAuthentic = secret !== undefined && (await provider.isAuthentic(request, secret, at));
  return isAuthentic ? { sender, provider } : undefined;
}

/** Neither the answer nor its time tells whether there is such a tenant or integration. */
async function refuse(deps: IntakeDeps, at: number): Promise<never> {
  const taken = Math.max(0, deps.now() - at);
  await deps.pause(REFUSAL_MS - (taken % REFUSAL_MS));
  throw intakeErrors.signature_invalid();
}

export const receiveArrival: SignedOperation<IntakeDeps> = async (request, deps) => {
  const at = deps.now();
  const found = await authenticSender(request, deps, at);
  if (!found) return refuse(deps, at);
  const { sender, provider } = found;

  const { tenantId, integrationId } = sender;
  const context = { tenantId, integrationId, correlationId: request.correlationId, at };
  const { deliveryId, event, answer } = await provider.read(request, context, deps.table);
  const reply = (duplicate: boolean): SignedReply =>
    answer !== undefined
      ? { body: answer, status: 200 }
      : provider.repliesEmpty
        ? {}
        : { body: { accepted: true, deliveryId, ...(duplicate ? { duplicate } : {}) } };
  if (!event) return reply(false);

  const ref = { tenantId, integrationId, deliveryId };
  if ((await deps.deliveries.receive(ref, at)) === 'PUBLISHED') return reply(true);
  await deps.put(event);
  await deps.deliveries.markPublished(ref, at);
  return reply(false);
};
