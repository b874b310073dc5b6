// One integration of each type as it is stored, pointed at a test's server. Every credential holds the canary, so that a
// test can show that none of them comes back in an error.
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import type {
  ConfigOf,
  CredentialsOf,
  IntegrationType,
} from '../../../entities/integrations/types/integration-types.ts';

export const CANARY = 'canary7c1e';

/** The base64 of what must be random bytes; it begins with the canary. */
export const SIGNING_SECRET = `whsec_${CANARY}AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA`;

/** Keys of this process alone. */
export const appleKeys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
export const googleKeys = generateKeyPairSync('rsa', { modulusLength: 2048 });
export const pemOf = (keys: { readonly privateKey: KeyObject }) =>
  keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

export type Samples = { readonly [T in IntegrationType]: { config: ConfigOf<T>; credentials: CredentialsOf<T> } };

export function integrationSamples(url: string): Samples {
  const references = { scmIntegrationId: 'scm-1', targetIntegrationId: 'target-1' };
  const webhookSecret = `hook-${CANARY}`;
  const repository = { baseUrl: url, owner: 'acme', repository: 'app' };
  return {
    GITHUB: { config: repository, credentials: { token: `ghp_${CANARY}`, webhookSecret } },
    GITLAB: {
      config: { baseUrl: url, project: 'acme/mobile/app' },
      credentials: { token: `glpat-${CANARY}`, webhookSecret },
    },
    BITBUCKET: {
      config: { baseUrl: url, workspace: 'acme', repository: 'app' },
      credentials: { username: 'ada@acme.example', token: `ATATT${CANARY}`, webhookSecret },
    },
    GITHUB_ACTIONS: {
      config: { ...repository, workflow: 'release.yml', ...references },
      credentials: { token: `ghp_${CANARY}`, webhookSecret },
    },
    JENKINS: {
      config: { baseUrl: url, jobPath: 'mobile/ios release', ...references },
      credentials: { username: 'windlass', apiToken: `11${CANARY}`, webhookSecret },
    },
    APP_STORE: {
      config: { baseUrl: url, appId: '6446998023', platform: 'IOS' },
      credentials: { issuerId: 'issuer-1', keyId: 'KEY1', privateKey: pemOf(appleKeys), webhookSecret },
    },
    PLAY_STORE: {
      config: { baseUrl: url, tokenUrl: `${url}/token`, packageName: 'com.acme.app', track: 'production' },
      credentials: { clientEmail: 'windlass@acme.example', privateKey: pemOf(googleKeys) },
    },
    GITLAB_CI: {
      config: { baseUrl: url, project: 'acme/mobile/app', ...references },
      credentials: { token: `glpat-${CANARY}`, webhookSecret },
    },
    WEB: {
      config: { url: `${url}/deploy` },
      credentials: { signingSecret: SIGNING_SECRET },
    },
    SERVER: { config: { environmentId: '0192f000-0000-7000-8000-0000000e0001' }, credentials: {} },
    SLACK: {
      config: { baseUrl: url, channels: { releases: 'C0RELEASES', approvals: 'C0APPROVALS' } },
      credentials: { botToken: `xoxb-${CANARY}`, signingSecret: `sign-${CANARY}` },
    },
    EMAIL: {
      config: {
        fromAddress: 'releases@acme.example',
        fromName: 'Acme "Releases"',
        recipients: { releases: ['team@acme.example', 'ada@acme.example'], incidents: ['oncall@acme.example'] },
      },
      credentials: {},
    },
    JIRA: {
      config: { baseUrl: url, projectKey: 'APP', deployment: 'CLOUD', doneTransition: 'Done' },
      credentials: { email: 'ada@acme.example', apiToken: `ATATT${CANARY}` },
    },
    LINEAR: {
      config: { baseUrl: url, teamKey: 'APP', doneTransition: 'Done' },
      credentials: { apiKey: `lin_api_${CANARY}` },
    },
    OCI_REGISTRY: {
      config: { baseUrl: url },
      credentials: { username: 'puller', password: `pull-${CANARY}`, webhookSecret },
    },
  };
}
