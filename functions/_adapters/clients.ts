// Creates the client for a stored integration, by kind. Used by tasks and verification. A function that needs one service
// imports only that service's folder, to keep its bundle small.

import { integrationErrors } from '../../entities/integrations/errors.ts';
import type { IntegrationKind } from '../../entities/integrations/types/integration-kinds.ts';
import {
  type ConfigOf,
  type CredentialsOf,
  INTEGRATION_TYPES,
  type IntegrationType,
} from '../../entities/integrations/types/integration-types.ts';
import type {
  ChatClient,
  ClientContext,
  MailClient,
  Outbound,
  PipelineClient,
  ScmClient,
  SendMail,
  TicketClient,
  Verifiable,
} from './adapter.ts';
import { createAppStoreClient } from './app-store/app-store-client.ts';
import { createBitbucketClient } from './bitbucket/bitbucket-client.ts';
import { createEmailClient } from './email/email-client.ts';
import { createGithubClient } from './github/github-client.ts';
import { createGithubActionsClient } from './github-actions/github-actions-client.ts';
import { createGitlabClient } from './gitlab/gitlab-client.ts';
import { createGitlabCiClient } from './gitlab-ci/gitlab-ci-client.ts';
import { createJenkinsClient } from './jenkins/jenkins-client.ts';
import { createJiraClient } from './jira/jira-client.ts';
import { createLinearClient } from './linear/linear-client.ts';
import { createOciRegistryClient } from './oci-registry/oci-registry-client.ts';
import { createPlayStoreClient } from './play-store/play-store-client.ts';
import { createServerClient, type OwnPlaces } from './server/server-client.ts';
import { createSlackClient } from './slack/slack-client.ts';
import type { StoreClient } from './store/store-client.ts';
import { createWebClient } from './web/web-client.ts';

/** A stored integration; its config and opened credentials are parsed here by the schemas of its type. */
export interface StoredContext {
  readonly config: unknown;
  readonly credentials: unknown;
  readonly outbound: Outbound;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Sends through Amazon SES; without it every mail fails with `integration.unavailable`. */
  readonly send?: SendMail | undefined;
  /** Only SERVER. */
  readonly own?: OwnPlaces | undefined;
}

type Context<T extends IntegrationType> = ClientContext<T> & Pick<StoredContext, 'send' | 'own'>;

const CLIENTS = {
  GITHUB: createGithubClient,
  GITLAB: createGitlabClient,
  BITBUCKET: createBitbucketClient,
  APP_STORE: createAppStoreClient,
  PLAY_STORE: createPlayStoreClient,
  WEB: createWebClient,
  SERVER: createServerClient,
  JENKINS: createJenkinsClient,
  GITHUB_ACTIONS: createGithubActionsClient,
  GITLAB_CI: createGitlabCiClient,
  SLACK: createSlackClient,
  EMAIL: createEmailClient,
  JIRA: createJiraClient,
  LINEAR: createLinearClient,
  OCI_REGISTRY: createOciRegistryClient,
} satisfies { readonly [T in IntegrationType]: (context: Context<T>) => Verifiable };

/** Each throws `integration.reference_invalid` for a type of another kind or a config that does not fit its schema. */
export const scmClient = (type: IntegrationType, context: StoredContext) => clientOf<ScmClient>('SCM', type, context);
export const storeClient = (type: IntegrationType, context: StoredContext) =>
  clientOf<StoreClient>('TARGET', type, context);
export const pipelineClient = (type: IntegrationType, context: StoredContext) =>
  clientOf<PipelineClient>('PIPELINE', type, context);
export const chatClient = (type: IntegrationType, context: StoredContext) => {
  if (type === 'EMAIL') throw integrationErrors.reference_invalid({ detail: 'EMAIL is mail, not a chat' });
  return clientOf<ChatClient>('COMMUNICATION', type, context);
};
export const ticketClient = (type: IntegrationType, context: StoredContext) =>
  clientOf<TicketClient>('TICKET', type, context);

export function mailClient(type: IntegrationType, context: StoredContext): MailClient {
  if (type !== 'EMAIL') throw integrationErrors.reference_invalid({ detail: `${type} does not send mail` });
  return createEmailClient(parsed(type, context));
}

/** The client of any type, only for verification. */
export const verifierFor = (type: IntegrationType, context: StoredContext): Verifiable => create(type, context);

function clientOf<C extends Verifiable>(kind: IntegrationKind, type: IntegrationType, context: StoredContext): C {
  if (INTEGRATION_TYPES[type].kind !== kind) {
    throw integrationErrors.reference_invalid({ detail: `${type} is not an integration of kind ${kind}` });
  }
  // CLIENTS pairs every type with its client; the compiler cannot follow that through the union.
  return create(type, context) as C;
}

function create<T extends IntegrationType>(type: T, context: StoredContext): Verifiable {
  const build = CLIENTS[type] as (context: Context<T>) => Verifiable;
  return build(parsed(type, context));
}

function parsed<T extends IntegrationType>(
  type: T,
  { outbound, now, send, own, ...stored }: StoredContext,
): Context<T> {
  const { config, credentials } = INTEGRATION_TYPES[type];
  return {
    config: parse(type, 'config', config.safeParse(stored.config)) as ConfigOf<T>,
    credentials: parse(type, 'credentials', credentials.safeParse(stored.credentials)) as CredentialsOf<T>,
    outbound,
    now,
    send,
    own,
  };
}

interface Parsed {
  readonly success: boolean;
  readonly data?: unknown;
  readonly error?: { readonly issues: readonly { readonly path: readonly PropertyKey[] }[] } | undefined;
}

/** Names wrong paths but never values, because these include credentials. */
function parse(type: IntegrationType, part: string, result: Parsed): unknown {
  if (result.success) return result.data;
  const paths = result.error?.issues.map((issue) => [part, ...issue.path].join('.')) ?? [part];
  throw integrationErrors.reference_invalid({
    detail: `The stored ${type} integration does not fit: ${paths.join(', ')}`,
  });
}
