// The resource type of each audit action, as data: GET /audit finds the same entries by either. The key is an action, or the noun with
// which actions begin; an action with several types says to which of them its entry belongs. Entries of approvals have the type of their
// subject, and those of the catalog name it themselves.

export const AUDIT_TYPES: Readonly<Record<string, readonly string[]>> = {
  access: ['Operation'],
  agent: ['Agent'],
  build: ['Release'],
  component: ['Component'],
  deployment: ['Deployment'],
  deployment_task: ['DeploymentTask'],
  emergency_stop: ['Tenant'],
  environment: ['Environment'],
  evidence: ['Evidence'],
  freeze_window: ['FreezeWindow'],
  identity: ['User'],
  integration: ['Integration'],
  invitation: ['Invitation'],
  issuer: ['Issuer'],
  live: ['Environment'],
  membership: ['User'],
  // The owner of the notification.
  'notification.redelivery_requested': ['Release', 'Tenant'],
  notification_settings: ['NotificationSettings'],
  passkey: ['Passkey'],
  // All passkeys of a user at once.
  'passkey.reset': ['User'],
  password: ['User'],
  promotion: ['Promotion'],
  promotion_hold: ['Environment'],
  provider: ['Provider'],
  regression: ['Release'],
  release: ['Release'],
  rollout: ['Release'],
  runbook: ['Runbook'],
  service: ['Service'],
  session: ['Session'],
  // No session exists yet.
  'session.begun': ['User'],
  'session.refused': ['User'],
  sessions: ['User'],
  sign_in_policy: ['SignInPolicy'],
  store: ['Release'],
  stores: ['Release'],
  // A target of a release, or one of an environment.
  target: ['Release', 'Target'],
  team: ['Team'],
  tenant: ['Tenant'],
  token: ['ApiToken'],
  tokens: ['Tenant'],
  train: ['Train'],
  user: ['User'],
  webhook: ['Webhook'],
};

/** The types that the table names for an action; none for an unknown one. */
export const auditTypesOf = (action: string): readonly string[] =>
  AUDIT_TYPES[action] ?? AUDIT_TYPES[action.split('.')[0] ?? ''] ?? [];

export interface AuditPair {
  readonly action: string;
  readonly resourceType: string;
}

const LITERAL = /action:\s*(?:[^,{}]*?\?\s*'([a-z_]+\.[a-z_]+)'\s*:\s*)?'([a-z_]+\.[a-z_]+)',\s*resourceType: '(\w+)'/g;
const HELPER = /auditOf = \([\s\S]*?resourceType: '(\w+)'/;
const BY_HELPER = /auditOf\(\s*\w+,\s*(?:[^,{}()]*?\?\s*'([a-z_]+\.[a-z_]+)'\s*:\s*)?'([a-z_]+\.[a-z_]+)'/g;

/** The actions that a file names with their types; `helperType` is that of the `auditOf` which the file calls. */
export function auditPairsIn(text: string, helperType: string | undefined): AuditPair[] {
  const pair = (action: string | undefined, resourceType: string | undefined): AuditPair[] =>
    action === undefined || resourceType === undefined ? [] : [{ action, resourceType }];
  return [
    ...[...text.matchAll(LITERAL)].flatMap(([, one, other, type]) => [...pair(one, type), ...pair(other, type)]),
    ...[...text.matchAll(BY_HELPER)].flatMap(([, one, other]) => [
      ...pair(one, helperType),
      ...pair(other, helperType),
    ]),
  ];
}

export const helperTypeIn = (text: string): string | undefined => HELPER.exec(text)?.[1];
