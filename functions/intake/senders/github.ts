// GitHub's webhooks (docs.github.com, "Webhook events and payloads"; "Validating webhook deliveries").
import { verify } from '@octokit/webhooks-methods';
import * as z from 'zod';
import { ciEvent, type Fields, SPARE } from '../ci-event.ts';
import { parseJson, parsePayload, type Sender } from '../sender.ts';
import type { SignedRequest } from '../signed-handler.ts';

const deliveryHeaders = z.object({
  'x-github-event': z.string().regex(/^[a-z0-9_]{1,64}$/),
  'x-github-delivery': z.string().regex(/^[\w-]{1,128}$/),
});

const repository: Fields = { id: true, name: true, full_name: true, html_url: true, default_branch: true };
const person: Fields = { id: true, login: true, name: true, email: true, username: true };
const commit: Fields = { id: true, message: SPARE, timestamp: true };
const FIELDS: Fields = {
  action: true,
  ref: true,
  ref_type: true,
  master_branch: true,
  before: true,
  after: true,
  base_ref: true,
  compare: true,
  created: true,
  deleted: true,
  forced: true,
  head_commit: commit,
  commits: [commit],
  pusher: person,
  repository,
  sender: person,
  workflow: { id: true, name: true, path: true },
  workflow_run: {
    id: true,
    name: true,
    display_title: SPARE,
    path: true,
    workflow_id: true,
    event: true,
    status: true,
    conclusion: true,
    head_branch: true,
    head_sha: true,
    run_number: true,
    run_attempt: true,
    html_url: true,
    logs_url: true,
    artifacts_url: true,
    created_at: true,
    updated_at: true,
    run_started_at: true,
    head_repository: repository,
    repository,
  },
  release: {
    id: true,
    tag_name: true,
    target_commitish: true,
    name: true,
    draft: true,
    prerelease: true,
    html_url: true,
    created_at: true,
    published_at: true,
  },
};

/** GitHub sends JSON, or a form with the JSON in `payload`, as the webhook is configured. */
function payloadOf({ headers, body }: SignedRequest): unknown {
  const text = body.toString('utf8');
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
  return parseJson(isForm ? (new URLSearchParams(text).get('payload') ?? '') : text);
}

export const github: Sender = {
  secret: 'webhookSecret',
  isAuthentic: ({ headers, body }, secret) => {
    const signature = headers['x-hub-signature-256'] ?? '';
    // The verifier throws for an empty one.
    return signature !== '' && body.length > 0 && verify(secret, body.toString('utf8'), signature);
  },
  read(request, context) {
    const { 'x-github-event': type, 'x-github-delivery': deliveryId } = parsePayload(deliveryHeaders, request.headers);
    const payload = parsePayload(z.record(z.string(), z.unknown()), payloadOf(request));
    if (type === 'ping') return { deliveryId };
    return { deliveryId, event: ciEvent('github', type, deliveryId, context, payload, FIELDS) };
  },
};
