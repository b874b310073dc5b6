// The types of integration: what each is configured with and which credentials it needs. Pure zod; the API validates with
// it, adapters are typed by it. Source model: tenant_*_integrations of the release-integrations model.
import * as z from 'zod';

export const INTEGRATION_KINDS = ['SCM', 'TARGET', 'PIPELINE', 'COMMUNICATION', 'TICKET'] as const;
export type IntegrationKind = (typeof INTEGRATION_KINDS)[number];

/** A URL is shown to everybody who may read, so that it must not carry a user name or password. */
const address = () =>
  z
    .url({ protocol: /^https?$/ })
    .max(512)
    .refine((url) => !URL.canParse(url) || new URL(url).username + new URL(url).password === '', {
      error: 'must not hold a user name or password',
    });
const baseUrl = (standard: string) =>
  address().default(standard).describe(`Base URL, for self-hosted services. Default ${standard}`);
const text = (max: number) => z.string().trim().min(1).max(max);
const secret = (max = 4096) => z.string().min(1).max(max);

const github = {
  config: z.strictObject({
    baseUrl: baseUrl('https://api.github.com'),
    owner: text(100),
    repository: text(100),
  }),
  credentials: z.strictObject({
    token: secret().describe('A fine-grained token or an installation token with contents:write'),
    webhookSecret: secret(256).optional().describe('Verifies X-Hub-Signature-256 of what GitHub sends'),
  }),
};

const appStore = {
  config: z.strictObject({
    baseUrl: baseUrl('https://api.appstoreconnect.apple.com'),
    appId: text(64),
    platform: z.enum(['IOS', 'MAC_OS', 'TV_OS', 'VISION_OS']).default('IOS'),
  }),
  credentials: z.strictObject({
    issuerId: secret(64),
    keyId: secret(64),
    privateKey: secret().describe('The .p8 file: a PKCS#8 PEM of an EC P-256 key'),
    webhookSecret: secret(256).optional().describe('Verifies X-Apple-Signature of App Store Connect webhooks'),
  }),
};

const playStore = {
  config: z.strictObject({
    baseUrl: baseUrl('https://androidpublisher.googleapis.com'),
    tokenUrl: baseUrl('https://oauth2.googleapis.com/token'),
    packageName: text(255),
    track: text(64).default('production'),
  }),
  credentials: z.strictObject({
    clientEmail: secret(320),
    privateKey: secret().describe('The service account key: a PKCS#8 PEM of an RSA key'),
  }),
};

const jenkins = {
  config: z.strictObject({
    baseUrl: address(),
    jobPath: text(512).describe('Folders and job separated by "/", for example mobile/ios-release'),
    scmIntegrationId: text(64),
    targetIntegrationId: text(64),
  }),
  credentials: z.strictObject({
    username: secret(256),
    apiToken: secret(),
    webhookSecret: secret(256).optional().describe('Shared secret of the notification that Jenkins posts'),
  }),
};

const githubActions = {
  config: z.strictObject({
    baseUrl: baseUrl('https://api.github.com'),
    owner: text(100),
    repository: text(100),
    workflow: text(255).describe('Workflow file name or id, for example release.yml'),
    scmIntegrationId: text(64),
    targetIntegrationId: text(64),
  }),
  credentials: z.strictObject({
    token: secret().describe('A token with actions:write'),
    webhookSecret: secret(256).optional().describe('Verifies X-Hub-Signature-256 of what GitHub sends'),
  }),
};

const slack = {
  config: z.strictObject({
    baseUrl: baseUrl('https://slack.com'),
    channels: z
      .strictObject({
        releases: text(80),
        builds: text(80).optional(),
        approvals: text(80).optional(),
        incidents: text(80).optional(),
      })
      .describe('Channel ids by purpose; what is not named goes to `releases`'),
  }),
  credentials: z.strictObject({
    botToken: secret(),
    signingSecret: secret(256).optional().describe('Verifies X-Slack-Signature of button presses'),
  }),
};

const jira = {
  config: z.strictObject({
    baseUrl: address(),
    projectKey: z.string().regex(/^[A-Z][A-Z0-9_]{1,9}$/, 'a Jira project key such as APP'),
    deployment: z.enum(['CLOUD', 'SERVER']).default('CLOUD'),
    doneTransition: text(80).default('Done').describe('The transition (or status) that closes an epic at release'),
  }),
  credentials: z.strictObject({
    email: secret(320)
      .optional()
      .describe('Cloud: the account of the API token. Server: leave out, the token is a PAT'),
    apiToken: secret(),
  }),
};

/** Every type: its kind, and the schemas of its config and credentials. */
export const INTEGRATION_TYPES = {
  GITHUB: { kind: 'SCM', ...github },
  APP_STORE: { kind: 'TARGET', ...appStore },
  PLAY_STORE: { kind: 'TARGET', ...playStore },
  JENKINS: { kind: 'PIPELINE', ...jenkins },
  GITHUB_ACTIONS: { kind: 'PIPELINE', ...githubActions },
  SLACK: { kind: 'COMMUNICATION', ...slack },
  JIRA: { kind: 'TICKET', ...jira },
} as const satisfies Record<string, { kind: IntegrationKind; config: z.ZodType; credentials: z.ZodType }>;

export type IntegrationType = keyof typeof INTEGRATION_TYPES;
export type ConfigOf<T extends IntegrationType> = z.output<(typeof INTEGRATION_TYPES)[T]['config']>;
export type CredentialsOf<T extends IntegrationType> = z.output<(typeof INTEGRATION_TYPES)[T]['credentials']>;

export const typesOfKind = (kind: IntegrationKind): IntegrationType[] =>
  (Object.keys(INTEGRATION_TYPES) as IntegrationType[]).filter((type) => INTEGRATION_TYPES[type].kind === kind);
