// Slack's interactivity and slash commands (docs.slack.dev, "Verifying requests from Slack", "block_actions payload"): a
// pressed button and `/windlass approve <release>` become requests for a decision; other commands get an answer.
import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Envelope } from '../../../entities/_base/events.ts';
import type { TenantId } from '../../../entities/_base/ids.ts';
import type { RawTable } from '../../../entities/_base/table/raw-table.ts';
import { ApprovalDecisionRequested, ReleaseActionRequested } from '../../../entities/notifications/events.ts';
import { type ArrivalContext, hmacHex, isSame, parseJson, parsePayload, type Sender } from '../sender.ts';
import { answerCommand, type CommandReply } from './slack-command.ts';
import { slackLookups } from './slack-lookups.ts';

const MAX_AGE_SECONDS = 5 * 60;

const ACTIONS = { approve: 'APPROVED', reject: 'REJECTED' } as const;
const approvalId = z.string().min(1).max(64);

const interaction = z.looseObject({
  type: z.string(),
  /** Null if the app is installed for a whole organization. */
  team: z.looseObject({ id: z.string() }).nullish(),
  user: z.looseObject({ id: z.string(), name: z.string().optional(), team_id: z.string().optional() }),
  response_url: z.url().optional(),
  actions: z.array(z.looseObject({ action_id: z.string(), value: z.string().optional() })).optional(),
});
const buttonValue = z.looseObject({ approvalId });

/** The author of a request and the address for an answer. */
interface Said {
  readonly user: { readonly id: string; readonly name?: string | undefined };
  readonly responseUrl?: string | undefined;
  /** The person's workspace. In a shared channel it may differ from the app's. */
  readonly workspaceId?: string | undefined;
}

interface Wish extends Said {
  readonly action: keyof typeof ACTIONS;
  readonly approvalId: string;
}

/** An organization's id identifies no workspace. */
const workspaceOf = (...ids: (string | undefined)[]) => ids.find((id) => id?.startsWith('T'));

function pressed(payload: unknown): Wish | undefined {
  const { type, team, user, actions, response_url } = parsePayload(interaction, payload);
  const press =
    type === 'block_actions' ? actions?.find(({ action_id }) => Object.hasOwn(ACTIONS, action_id)) : undefined;
  if (!press) return undefined;
  const value = parsePayload(buttonValue, parseJson(press.value ?? ''));
  const action = press.action_id as keyof typeof ACTIONS;
  return {
    action,
    approvalId: value.approvalId,
    user,
    responseUrl: response_url,
    workspaceId: workspaceOf(user.team_id, team?.id),
  };
}

/** The events of a slash command, and the answer to its author. */
async function typed(form: URLSearchParams, context: ArrivalContext, deliveryId: string, table: RawTable) {
  const { tenantId, integrationId, publicUrl } = context;
  const id = form.get('user_id') ?? '';
  const workspaceId = form.get('team_id') ?? undefined;
  const lookups = slackLookups(table, { tenantId, integrationId, workspaceId, publicUrl });
  const { text, blocks, decision, wish } = await answerCommand(form.get('text') ?? '', id, lookups);
  const answer = { response_type: 'ephemeral', text, ...(blocks && { blocks }) };
  const responseUrl = form.get('response_url') ?? undefined;
  const said: Said = { user: { id, name: form.get('user_name') ?? undefined }, responseUrl, workspaceId };
  if (decision) return { answer, event: decisionRequested({ ...decision, ...said }, deliveryId, context) };
  return wish ? { answer, event: actionRequested(wish, said, deliveryId, context) } : { answer };
}

const occasionOf = ({ user }: Said, context: ArrivalContext) => ({
  tenantId: context.tenantId as TenantId,
  actor: { type: 'EXTERNAL', id: user.id, name: user.name ?? user.id } as const,
  correlationId: context.correlationId,
  at: context.at,
});

const spokenBy = ({ user, responseUrl, workspaceId }: Said, { integrationId }: ArrivalContext) => ({
  ...{ externalUserId: user.id, provider: 'slack' as const, integrationId },
  ...(workspaceId === undefined ? {} : { workspaceId }),
  ...(responseUrl === undefined ? {} : { responseUrl }),
});

/** The delivery's id is the event's id, so that its consumer recognizes a duplicate. */
const named = ({ source, detailType, detail }: Envelope, id: string) => ({
  source,
  detailType,
  detail: { ...detail, id },
});

const decisionRequested = (wish: Wish, deliveryId: string, context: ArrivalContext) =>
  named(
    ApprovalDecisionRequested.create(occasionOf(wish, context), wish.approvalId, {
      ...{ approvalId: wish.approvalId, action: ACTIONS[wish.action] },
      ...spokenBy(wish, context),
    }),
    deliveryId,
  );

const actionRequested = (
  wish: NonNullable<CommandReply['wish']>,
  said: Said,
  deliveryId: string,
  context: ArrivalContext,
) =>
  named(
    ReleaseActionRequested.create(occasionOf(said, context), wish.releaseId, { ...wish, ...spokenBy(said, context) }),
    deliveryId,
  );

export const slack: Sender = {
  secret: 'signingSecret',
  repliesEmpty: true,
  isAuthentic({ headers, body }, secret, now) {
    const timestamp = headers['x-slack-request-timestamp'] ?? '';
    const age = Math.abs(now / 1000 - Number(timestamp));
    const isFresh = /^\d+$/.test(timestamp) && age <= MAX_AGE_SECONDS;
    const expected = `v0=${hmacHex(secret, `v0:${timestamp}:`, body)}`;
    return isSame(headers['x-slack-signature'], expected) && isFresh;
  },
  async read({ headers, body }, context, table) {
    const form = new URLSearchParams(body.toString('utf8'));
    const payload = form.get('payload');
    const deliveryId = createHash('sha256').update(`${headers['x-slack-signature']}`).digest('hex');
    if (payload === null) return { deliveryId, ...(await typed(form, context, deliveryId, table)) };
    const wish = pressed(parseJson(payload));
    return { deliveryId, ...(wish && { event: decisionRequested(wish, deliveryId, context) }) };
  },
};
