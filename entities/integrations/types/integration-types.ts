// All types of integration by name. Pure zod: the API validates with it, adapters are typed by it, and views, unions,
// channels, platforms and senders derive from it. Source model: tenant_*_integrations of the release-integrations model.
import type * as z from 'zod';
import { email } from './communication/email.ts';
import { slack } from './communication/slack.ts';
import type { IntegrationKind } from './integration-kinds.ts';
import type {
  ChannelType,
  PipelineType as PipelineFacts,
  RegistryType,
  ScmType,
  TargetStore,
} from './integration-type.ts';
import { githubActions } from './pipelines/github-actions.ts';
import { gitlabCi } from './pipelines/gitlab-ci.ts';
import { jenkins } from './pipelines/jenkins.ts';
import { ociRegistry } from './registries/oci-registry.ts';
import { bitbucket } from './scm/bitbucket.ts';
import { github } from './scm/github.ts';
import { gitlab } from './scm/gitlab.ts';
import { appStore } from './targets/app-store.ts';
import { playStore } from './targets/play-store.ts';
import { server } from './targets/server.ts';
import { web } from './targets/web.ts';
import { jira } from './tickets/jira.ts';
import { linear } from './tickets/linear.ts';

export const INTEGRATION_TYPES = {
  GITHUB: github,
  GITLAB: gitlab,
  BITBUCKET: bitbucket,
  APP_STORE: appStore,
  PLAY_STORE: playStore,
  WEB: web,
  SERVER: server,
  JENKINS: jenkins,
  GITHUB_ACTIONS: githubActions,
  GITLAB_CI: gitlabCi,
  SLACK: slack,
  EMAIL: email,
  JIRA: jira,
  LINEAR: linear,
  OCI_REGISTRY: ociRegistry,
} as const satisfies Record<string, ScmType | TargetStore | PipelineFacts | ChannelType | RegistryType>;

type Types = typeof INTEGRATION_TYPES;
export type IntegrationType = keyof Types;
export type TypeOfKind<K extends IntegrationKind> = {
  [T in IntegrationType]: Types[T]['kind'] extends K ? T : never;
}[IntegrationType];
export type TargetType = TypeOfKind<'TARGET'>;
export type PipelineType = TypeOfKind<'PIPELINE'>;
export type ConfigOf<T extends IntegrationType> = z.output<Types[T]['config']>;
export type CredentialsOf<T extends IntegrationType> = z.output<Types[T]['credentials']>;

export const TYPE_NAMES = Object.keys(INTEGRATION_TYPES) as [IntegrationType, ...IntegrationType[]];

export const typesOfKind = (kind: IntegrationKind): IntegrationType[] =>
  TYPE_NAMES.filter((type) => INTEGRATION_TYPES[type].kind === kind);

interface Stored {
  readonly type: IntegrationType;
  readonly config: unknown;
}
type Naming = { readonly repository?: (config: unknown) => string; readonly job?: (config: unknown) => string };

/** The names of an integration's repository and job in the events of its service; undefined for types without them. */
export const namesOf = ({ type, config }: Stored) => {
  const { repository, job } = INTEGRATION_TYPES[type] as Naming;
  return { repository: repository?.(config), job: job?.(config) };
};

/** The platform of a target; undefined for other kinds. */
export const platformOf = (type: IntegrationType) => {
  const facts = INTEGRATION_TYPES[type];
  return facts.kind === 'TARGET' ? facts.platform : undefined;
};
