// Kinds and types of integrations in the words of people.
import type { IntegrationKind } from '../../../../../entities/integrations/types/integration-kinds.ts';
import type { IntegrationType } from '../../../../../entities/integrations/types/integration-types.ts';

export const KIND_LABELS: Readonly<Record<IntegrationKind, string>> = {
  SCM: 'Repositories',
  TARGET: 'Targets',
  PIPELINE: 'Pipelines',
  COMMUNICATION: 'Chats and mail',
  TICKET: 'Tickets',
  REGISTRY: 'Image registries',
};

export const TYPE_LABELS: Readonly<Record<IntegrationType, string>> = {
  GITHUB: 'GitHub',
  GITLAB: 'GitLab',
  BITBUCKET: 'Bitbucket Cloud',
  APP_STORE: 'App Store',
  PLAY_STORE: 'Google Play',
  WEB: 'Web deployment',
  SERVER: 'Environment',
  JENKINS: 'Jenkins',
  GITHUB_ACTIONS: 'GitHub Actions',
  GITLAB_CI: 'GitLab CI',
  SLACK: 'Slack',
  EMAIL: 'E-mail',
  JIRA: 'Jira',
  LINEAR: 'Linear',
  OCI_REGISTRY: 'Container registry',
};

/** `jobPath` becomes `Job path`; `channels.releases` becomes `Channels: releases`. */
export function labelOf(path: string): string {
  const words = path
    .replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .replaceAll('.', ': ')
    .replaceAll(/\burl\b/g, 'URL')
    .replaceAll(/\bid\b/g, 'ID');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
