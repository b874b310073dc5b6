// The partitions of a tenant by stage of their removal, from the keys files. A new keys file needs a line here, or
// test/unit/entities/tenants/removal fails.
import type { Keys, Removal } from '../../_base/table/keys.ts';
import * as tokens from '../../access/api-token.keys.ts';
import * as issuers from '../../access/issuers/issuer.keys.ts';
import * as passkeys from '../../access/passkeys/passkey.keys.ts';
import * as passwords from '../../access/passwords/password.keys.ts';
import * as providers from '../../access/providers/provider.keys.ts';
import * as sessions from '../../access/session.keys.ts';
import * as signIns from '../../access/sign-ins/begun-sign-in.keys.ts';
import * as signInPolicies from '../../access/sign-ins/sign-in-policy.keys.ts';
import * as agents from '../../agents/agent.keys.ts';
import * as tasks from '../../agents/tasks/task.keys.ts';
import * as approvals from '../../approvals/approval.keys.ts';
import * as audit from '../../audit/audit-entry.keys.ts';
import * as components from '../../catalog/components/component.keys.ts';
import * as repositories from '../../catalog/repositories/repository.keys.ts';
import * as services from '../../catalog/services/service.keys.ts';
import * as deployments from '../../deployments/deployment.keys.ts';
import * as live from '../../deployments/live/live.keys.ts';
import * as deploymentPlans from '../../deployments/windlass/plan.keys.ts';
import * as environments from '../../environments/environment.keys.ts';
import * as freezeWindows from '../../environments/freezes/freeze-window.keys.ts';
import * as targets from '../../environments/targets/target.keys.ts';
import * as evidence from '../../evidence/packet.keys.ts';
import * as idempotency from '../../idempotency/idempotency.keys.ts';
import * as arrivals from '../../intake/arrival.keys.ts';
import * as integrations from '../../integrations/integration.keys.ts';
import * as notifications from '../../notifications/notification.keys.ts';
import * as outbox from '../../outbox/outbox-event.keys.ts';
import * as invitations from '../../people/invitations/invitation.keys.ts';
import * as teams from '../../people/teams/team.keys.ts';
import * as people from '../../people/user.keys.ts';
import * as promotionHolds from '../../promotions/holds/promotion-hold.keys.ts';
import * as promotions from '../../promotions/promotion.keys.ts';
import * as contents from '../../releases/contents/release-content.keys.ts';
import * as notes from '../../releases/notes/release-notes.keys.ts';
import * as origins from '../../releases/planning/release-origin.keys.ts';
import * as releases from '../../releases/release.keys.ts';
import * as runbooks from '../../runbooks/runbook.keys.ts';
import * as trains from '../../trains/train.keys.ts';
import * as webhooks from '../../webhooks/webhook.keys.ts';
import * as tenants from '../tenant.keys.ts';

const FILES = [
  ...[
    tokens,
    sessions,
    passwords,
    issuers,
    passkeys,
    providers,
    signIns,
    signInPolicies,
    tenants,
    people,
    teams,
    invitations,
    webhooks,
    trains,
    integrations,
    notifications,
    arrivals,
    idempotency,
  ],
  ...[
    approvals,
    contents,
    notes,
    origins,
    releases,
    audit,
    evidence,
    outbox,
    runbooks,
    services,
    repositories,
    components,
    environments,
    freezeWindows,
    targets,
    agents,
    tasks,
    deployments,
    deploymentPlans,
    live,
    promotions,
    promotionHolds,
  ],
];

export interface Shelf {
  /** A partition of the tenant. */
  readonly pk: string;
  /** Further partitions of each item, named by the tenant and the item's id, with which its sort key ends. */
  readonly own: readonly string[];
}

const isKeys = (value: unknown): value is Keys => typeof value === 'object' && value !== null && 'pk' in value;

/** All partitions with their removal, in the order of the files. */
export const REMOVALS: readonly (Removal & { readonly pk: string })[] = FILES.flatMap((file) => Object.values(file))
  .filter(isKeys)
  .flatMap(({ pk, removal = [] }) =>
    removal.flatMap(({ each, ...rest }) =>
      (each ?? [undefined]).map((value) => ({
        ...rest,
        pk: value === undefined ? pk : pk.replace(/\$\{(?!tenantId\})\w+\}/, () => value),
      })),
    ),
  );

/** The partitions of a stage that the tenant alone names, each with those that its items name. */
export const shelvesOf = (stage: Removal['stage']): readonly Shelf[] => {
  const removals = REMOVALS.filter((removal) => removal.stage === stage);
  const ownOf = (pk: string) => removals.filter(({ of }) => of === pk).map((removal) => removal.pk);
  return removals.filter(({ of }) => of === undefined).map(({ pk }) => ({ pk, own: ownOf(pk) }));
};
