// A source repository, and the sentinel of its id at its provider.
import { defineEntity, defineRecord, type ItemOf, oneOf, optional, text, texts } from '../../_base/table/entity.ts';
import { PROVIDERS } from '../words.model.ts';
import { repositoryKeys, repositorySourceKeys } from './repository.keys.ts';

export const repositoryDefinition = defineEntity('repository', repositoryKeys, {
  repositoryId: text,
  provider: oneOf(PROVIDERS),
  externalId: text,
  name: text,
  url: text,
  defaultBranch: text,
  /** Ids of the services that name the repository. */
  services: optional(texts),
});

export const repositorySourceDefinition = defineRecord('repositorySource', repositorySourceKeys, {
  provider: oneOf(PROVIDERS),
  externalId: text,
  repositoryId: text,
});

export type RepositoryItem = ItemOf<typeof repositoryDefinition>;
