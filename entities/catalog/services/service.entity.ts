// The service, its slug, and the sentinel of its name.
import {
  boolean,
  defineEntity,
  defineRecord,
  type ItemOf,
  list,
  number,
  oneOf,
  optional,
  text,
} from '../../_base/table/entity.ts';
import { VERSION_SCHEMES } from '../words.model.ts';
import { serviceKeys, serviceNameKeys, serviceSlugKeys } from './service.keys.ts';

export const serviceDefinition = defineEntity('service', serviceKeys, {
  serviceId: text,
  slug: text,
  name: text,
  description: optional(text),
  ownerId: optional(text),
  teamId: optional(text),
  slackChannel: optional(text),
  repositories: list(text),
  versionScheme: oneOf(VERSION_SCHEMES),
  isActive: boolean,
});

export const serviceSlugDefinition = defineRecord('serviceSlug', serviceSlugKeys, {
  slug: text,
  serviceId: text,
  versionScheme: oneOf(VERSION_SCHEMES),
  isActive: boolean,
  /** Releases, trains and components that name the service; runbooks are found by their listings. */
  useCount: number,
  /** How often a runbook began to name the service; see `remove` of the repository. */
  namings: optional(number),
});

/** In lower case: names are unique without regard to case. */
export const serviceNameDefinition = defineRecord('serviceName', serviceNameKeys, { name: text, serviceId: text });

export type ServiceItem = ItemOf<typeof serviceDefinition>;
export type ServiceSlugItem = ItemOf<typeof serviceSlugDefinition>;
