// The types of integration: what each is configured with and which credentials it needs. Pure zod; the API validates with
// it, adapters are typed by it. Source model: tenant_*_integrations of the release-integrations model.
import * as z from 'zod';
import { GIT_NAME } from '../../_base/git-name.ts';
import { prose } from '../../_base/text.ts';
import {
  address,
  baseUrl,
  gitlabHookSecret,
  projectPath,
  SIGNING_KEY,
  SIGNING_KEY_RULE,
  secret,
  text,
} from './config-fields.ts';
import { githubActions, gitlabCi, jenkins } from './pipeline-types.ts';
import { tagFormat } from './tag-format.model.ts';

export const INTEGRATION_KINDS = ['SCM', 'TARGET', 'PIPELINE', 'COMMUNICATION', 'TICKET'] as const;
export type IntegrationKind = (typeof INTEGRATION_KINDS)[number];

/** The word in the URL for each kind. */
export const KIND_SEGMENTS = {
  scm: 'SCM',
  targets: 'TARGET',
  pipelines: 'PIPELINE',
  communications: 'COMMUNICATION',
  tickets: 'TICKET',
} as const satisfies Record<string, IntegrationKind>;

export const kindOfSegment = (segment: string): IntegrationKind | undefined =>
  Object.hasOwn(KIND_SEGMENTS, segment) ? KIND_SEGMENTS[segment as keyof typeof KIND_SEGMENTS] : undefined;

export const segmentOfKind = (kind: IntegrationKind): string =>
  Object.entries(KIND_SEGMENTS).find(([, named]) => named === kind)?.[0] ?? '';

/** No default: items stored without it stay as they are. */
const tags = () =>
  tagFormat
    .optional()
    .describe(
      'How the tags of releases are called: {version} once, and {service} where services share a repository, as in {service}-v{version}. Default v{version}',
    );
const defaultBranch = () =>
  text(200)
    .regex(GIT_NAME, 'must be a branch name')
    .optional()
    .describe('What releases are cut from that name no base of their own');
const createsEpics = () =>
  z.boolean().optional().describe('false: no issue is made for a release, which is told in none. Default true');
const cancelledTransition = () =>
  text(80)
    .optional()
    .describe(
      'The transition (or status) that closes the epics of a release that is cancelled; without it they stay open',
    );

const github = {
  config: z.strictObject({
    baseUrl: baseUrl('https://api.github.com'),
    owner: text(100),
    repository: text(100),
    defaultBranch: defaultBranch(),
    tagFormat: tags(),
  }),
  credentials: z.strictObject({
    token: secret().describe('A fine-grained token or an installation token with contents:write'),
    webhookSecret: secret(256).optional().describe('Verifies X-Hub-Signature-256 of what GitHub sends'),
  }),
};

const gitlab = {
  config: z.strictObject({
    baseUrl: baseUrl('https://gitlab.com'),
    project: projectPath(),
    defaultBranch: defaultBranch(),
    tagFormat: tags(),
  }),
  credentials: z.strictObject({
    token: secret().describe('A personal, group or project access token with the scope api'),
    webhookSecret: gitlabHookSecret(),
  }),
};

const bitbucket = {
  config: z.strictObject({
    baseUrl: baseUrl('https://api.bitbucket.org/2.0').refine((url) => !url.includes('/rest/api/'), {
      error: 'is the API of Bitbucket Data Center, which is not supported; Bitbucket Cloud is',
    }),
    workspace: text(100),
    repository: text(100).describe('The slug of the repository'),
    defaultBranch: defaultBranch(),
    tagFormat: tags(),
  }),
  credentials: z.strictObject({
    username: secret(320)
      .optional()
      .describe('The account of an app password (user name) or API token (e-mail). Leave out for an access token'),
    token: secret().describe('An app password, an API token, or an access token of the repository or workspace'),
    webhookSecret: secret(256).optional().describe('Verifies X-Hub-Signature of what Bitbucket sends'),
  }),
};

/** Texts for users of an app, by language, where nobody wrote any for a release. */
const defaultNotes = (max: number) =>
  z
    .record(
      z.string().regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/, 'must be a BCP 47 locale such as en-US'),
      prose(max).trim().min(1),
    )
    .refine((texts) => Object.keys(texts).length <= 60, { error: 'may hold 60 languages' })
    .optional()
    .describe(
      'By language: what users are told is new where nobody wrote notes for a release. Without it a sentence about fixes and improvements',
    );

const appStore = {
  config: z.strictObject({
    baseUrl: baseUrl('https://api.appstoreconnect.apple.com'),
    appId: text(64),
    platform: z.enum(['IOS', 'MAC_OS', 'TV_OS', 'VISION_OS']).default('IOS'),
    defaultNotes: defaultNotes(4000),
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
    defaultNotes: defaultNotes(500),
    changesNotSentForReview: z
      .boolean()
      .optional()
      .describe(
        'true: changes wait in the Play Console until somebody sends them for review; false: never. Left out, as Google asks for it after a rejection',
      ),
    isDraftApp: z
      .boolean()
      .optional()
      .describe(
        'true: the app was never published, releases are drafts that somebody releases in the Play Console; false: never. Left out, as Google says',
      ),
    inAppUpdatePriority: z
      .int()
      .min(0)
      .max(5)
      .optional()
      .describe('How soon the app urges its users to update, 0 to 5, where a release does not say so itself'),
  }),
  credentials: z.strictObject({
    clientEmail: secret(320),
    privateKey: secret().describe('The service account key: a PKCS#8 PEM of an RSA key'),
  }),
};

const web = {
  config: z.strictObject({
    url: address().describe('The endpoint that deploys a version when a signed webhook tells it to'),
  }),
  credentials: z.strictObject({
    signingSecret: z
      .string()
      .regex(SIGNING_KEY, SIGNING_KEY_RULE)
      .describe('Signs what we send, as Standard Webhooks says'),
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

/** Amazon SES takes at most 50 recipients of one mail. */
const recipients = () => z.array(z.email().max(320)).min(1).max(50);
const email = {
  config: z.strictObject({
    fromAddress: z.email().max(320).describe('An address that the operator has bound to the tenant, see bindMail'),
    fromName: text(100).optional(),
    recipients: z
      .strictObject({
        releases: recipients(),
        builds: recipients().optional(),
        approvals: recipients().optional(),
        incidents: recipients().optional(),
      })
      .describe('Addresses by purpose; what is not named goes to `releases`'),
  }),
  credentials: z.strictObject({}).describe('None: mail is sent with the role of this deployment'),
};

const jira = {
  config: z.strictObject({
    baseUrl: address(),
    projectKey: z.string().regex(/^[A-Z][A-Z0-9_]{1,9}$/, 'a Jira project key such as APP'),
    deployment: z.enum(['CLOUD', 'SERVER']).default('CLOUD'),
    issueType: text(60)
      .optional()
      .describe(
        'The issue type that is made for each platform of a release. Default Epic, or what the project has for it',
      ),
    doneTransition: text(80).default('Done').describe('The transition (or status) that closes an epic at release'),
    cancelledTransition: cancelledTransition(),
    createsEpics: createsEpics(),
  }),
  credentials: z.strictObject({
    email: secret(320)
      .optional()
      .describe('Cloud: the account of the API token. Server: leave out, the token is a PAT'),
    apiToken: secret(),
  }),
};

const linear = {
  config: z.strictObject({
    baseUrl: baseUrl('https://api.linear.app'),
    teamKey: z.string().regex(/^[A-Z0-9]{1,7}$/, 'a Linear team key such as APP'),
    projectId: z.uuid().optional().describe('The project that issues are filed under'),
    doneTransition: text(80).default('Done').describe('The state that closes an issue at release'),
    cancelledTransition: cancelledTransition(),
    createsEpics: createsEpics(),
  }),
  credentials: z.strictObject({
    apiKey: secret().describe('A personal API key'),
  }),
};

/** Every type: its kind, and the schemas of its config and credentials. */
export const INTEGRATION_TYPES = {
  GITHUB: { kind: 'SCM', ...github },
  GITLAB: { kind: 'SCM', ...gitlab },
  BITBUCKET: { kind: 'SCM', ...bitbucket },
  APP_STORE: { kind: 'TARGET', ...appStore },
  PLAY_STORE: { kind: 'TARGET', ...playStore },
  WEB: { kind: 'TARGET', ...web },
  JENKINS: { kind: 'PIPELINE', ...jenkins },
  GITHUB_ACTIONS: { kind: 'PIPELINE', ...githubActions },
  GITLAB_CI: { kind: 'PIPELINE', ...gitlabCi },
  SLACK: { kind: 'COMMUNICATION', ...slack },
  EMAIL: { kind: 'COMMUNICATION', ...email },
  JIRA: { kind: 'TICKET', ...jira },
  LINEAR: { kind: 'TICKET', ...linear },
} as const satisfies Record<string, { kind: IntegrationKind; config: z.ZodType; credentials: z.ZodType }>;

export type IntegrationType = keyof typeof INTEGRATION_TYPES;
export type ConfigOf<T extends IntegrationType> = z.output<(typeof INTEGRATION_TYPES)[T]['config']>;
export type CredentialsOf<T extends IntegrationType> = z.output<(typeof INTEGRATION_TYPES)[T]['credentials']>;

export const typesOfKind = (kind: IntegrationKind): IntegrationType[] =>
  (Object.keys(INTEGRATION_TYPES) as IntegrationType[]).filter((type) => INTEGRATION_TYPES[type].kind === kind);
