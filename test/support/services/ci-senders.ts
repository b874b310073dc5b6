// The senders of events from outside, for test/e2e: CI systems on the bus and by webhook, and a person who presses a button in Slack.
// Payloads have the shapes of the services; a caller may forge the signature.
import { createHmac } from 'node:crypto';
import type { JsonObject } from '../../../infra/local/contracts.ts';
import { LEAD_SLACK_ID, SLACK_SIGNING_SECRET, WEBHOOK_SECRET } from '../../../infra/local/seed/sample-integrations.ts';
import { type RawReply, rawRequest } from '../raw-request.ts';
import type { Body, RunningStack } from '../stack.ts';

const hmac = (secret: string, text: string): string => createHmac('sha256', secret).update(text).digest('hex');

/** A build as the Notification plugin of Jenkins tells it. */
export const jenkinsBuild = (branch: string, number: number, status?: 'SUCCESS' | 'FAILURE' | 'ABORTED') => ({
  name: 'ios-release',
  url: 'job/mobile/job/ios-release/',
  build: {
    full_url: `https://jenkins.acme.example/job/mobile/job/ios-release/${number}/`,
    number,
    phase: status === undefined ? 'STARTED' : 'COMPLETED',
    ...(status === undefined ? {} : { status }),
    parameters: { BRANCH: branch },
  },
});

/** A run as GitHub's `workflow_run` tells it; `url` is that of the run that was started. */
export const githubRun = (branch: string, url: string, conclusion: 'success' | 'failure' | null) => ({
  action: conclusion === null ? 'in_progress' : 'completed',
  workflow_run: {
    id: Number(/(\d+)$/.exec(url)?.[1]),
    name: 'Android release',
    path: '.github/workflows/android-release.yml',
    event: 'workflow_dispatch',
    head_branch: branch,
    run_number: 71,
    status: conclusion === null ? 'in_progress' : 'completed',
    conclusion,
    html_url: url,
  },
});

/** A deployment of the sample catalog's first repository, as GitHub's `deployment_status` tells it. */
export const githubDeployment = (state: 'in_progress' | 'success', at: string) => ({
  action: 'created',
  deployment: {
    id: 71,
    sha: '8f14e45fceea167a5a36dedd4bea2543d3b1c7aa',
    ref: 'main',
    environment: 'live',
    created_at: at,
  },
  deployment_status: { state, created_at: at },
  repository: { id: 1000, full_name: 'acme/renamed' },
});

/** Puts one event on the bus, as a CI system in the same account does. */
export async function putOnBus(
  stack: RunningStack,
  source: string,
  detailType: string,
  payload: JsonObject,
): Promise<void> {
  const outputs = (await (await fetch(`${stack.url}/_local/outputs`)).json()) as Body;
  const Detail = JSON.stringify({ tenantId: stack.credentials.tenant.id, payload });
  const entry = { EventBusName: outputs.BusName, Source: source, DetailType: detailType, Detail };
  const { FailedEntryCount } = await stack.operator.call('AWSEvents.PutEvents', { Entries: [entry] });
  if (FailedEntryCount !== 0) throw new Error('the bus refused the event');
}

/** Sends a webhook of the sample tenant. */
export const sendHook = (
  stack: RunningStack,
  integrationId: string,
  body: string,
  headers: Readonly<Record<string, string>>,
): Promise<RawReply> =>
  rawRequest(`${stack.url}/api/v1/${stack.credentials.tenant.slug}/hooks/${integrationId}`, {
    method: 'POST',
    body,
    headers,
  });

export function jenkinsHook(payload: JsonObject, secret = WEBHOOK_SECRET) {
  const body = JSON.stringify(payload);
  return { body, headers: { 'x-windlass-signature': `sha256=${hmac(secret, body)}` } };
}

export function githubHook(payload: JsonObject, secret = WEBHOOK_SECRET, event = 'workflow_run') {
  const body = JSON.stringify(payload);
  const headers = {
    'x-github-event': event,
    'x-github-delivery': hmac('delivery', event + body).slice(0, 32),
    'x-hub-signature-256': `sha256=${hmac(secret, body)}`,
  };
  return { body, headers };
}

export interface Press {
  readonly approvalId: string;
  readonly action?: 'approve' | 'reject';
  /** Of the person who presses; the sample tenant's lead unless given. */
  readonly userId?: string;
  /** Slack's id of the press: another one is another press. */
  readonly triggerId?: string;
  readonly secret?: string;
  /** Seconds since the request was signed. */
  readonly ageSeconds?: number;
}

export function slackPress(press: Press) {
  const { approvalId, action = 'approve', userId = LEAD_SLACK_ID, triggerId = '1' } = press;
  const payload = {
    type: 'block_actions',
    trigger_id: triggerId,
    user: { id: userId, name: 'lena' },
    actions: [{ action_id: action, value: JSON.stringify({ approvalId }) }],
  };
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const timestamp = Math.floor(Date.now() / 1000) - (press.ageSeconds ?? 0);
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': String(timestamp),
    'x-slack-signature': `v0=${hmac(press.secret ?? SLACK_SIGNING_SECRET, `v0:${timestamp}:${body}`)}`,
  };
  return { body, headers };
}
