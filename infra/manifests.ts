// Every domain's manifest, from which the stacks are derived. Read by app.ts; add a line per domain.

import type { Manifest } from '../functions/_kit/manifest.ts';
import { manifest as access } from '../functions/access/manifest.ts';
import { manifest as agents } from '../functions/agents/manifest.ts';
import { manifest as approvals } from '../functions/approvals/manifest.ts';
import { manifest as audit } from '../functions/audit/manifest.ts';
import { manifest as catalog } from '../functions/catalog/manifest.ts';
import { manifest as console } from '../functions/console/manifest.ts';
import { manifest as consolePage } from '../functions/console/page/manifest.ts';
import { manifest as deployments } from '../functions/deployments/manifest.ts';
import { manifest as rollbacks } from '../functions/deployments/rollbacks/manifest.ts';
import { manifest as environments } from '../functions/environments/manifest.ts';
import { manifest as evidence } from '../functions/evidence/manifest.ts';
import { manifest as intake } from '../functions/intake/manifest.ts';
import { manifest as integrations } from '../functions/integrations/manifest.ts';
import { manifest as notifications } from '../functions/notifications/manifest.ts';
import { manifest as emailNotifier } from '../functions/notifiers/email/manifest.ts';
import { manifest as jiraNotifier } from '../functions/notifiers/jira/manifest.ts';
import { manifest as linearNotifier } from '../functions/notifiers/linear/manifest.ts';
import { manifest as slackNotifier } from '../functions/notifiers/slack/manifest.ts';
import { manifest as webhookNotifier } from '../functions/notifiers/webhook/manifest.ts';
import { manifest as openapi } from '../functions/openapi/manifest.ts';
import { manifest as people } from '../functions/people/manifest.ts';
import { manifest as promotions } from '../functions/promotions/manifest.ts';
import { manifest as providers } from '../functions/providers/manifest.ts';
import { manifest as publisher } from '../functions/publisher/manifest.ts';
import { manifest as releases } from '../functions/releases/manifest.ts';
import { manifest as runbooks } from '../functions/runbooks/manifest.ts';
import { manifest as tenants } from '../functions/tenants/manifest.ts';
import { manifest as trains } from '../functions/trains/manifest.ts';
import { manifest as webhooks } from '../functions/webhooks/manifest.ts';

const all = [
  access,
  agents,
  approvals,
  audit,
  catalog,
  console,
  consolePage,
  deployments,
  rollbacks,
  emailNotifier,
  environments,
  evidence,
  intake,
  integrations,
  jiraNotifier,
  linearNotifier,
  notifications,
  openapi,
  people,
  promotions,
  providers,
  publisher,
  releases,
  slackNotifier,
  tenants,
  trains,
  webhookNotifier,
  webhooks,
  runbooks,
] as const satisfies readonly Manifest[];

/** The literal types of all manifests, of which the typed client is inferred. */
export type KnownManifest = (typeof all)[number];

export const manifests: readonly Manifest[] = all;
