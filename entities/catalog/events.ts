// Events of the catalog. They hold ids and slugs, never documents.
import * as z from 'zod';
import { domainEvents } from '../_base/events.ts';

const event = domainEvents('catalog');
const changed = z.array(z.string());

const service = { serviceId: z.string(), slug: z.string() };

export const ServiceCreated = event('ServiceCreated', () => service);
export const ServiceUpdated = event('ServiceUpdated', () => ({ ...service, changed }));
export const ServiceDeleted = event('ServiceDeleted', () => service);

const repository = { repositoryId: z.string() };

export const RepositoryCreated = event('RepositoryCreated', () => repository);
export const RepositoryUpdated = event('RepositoryUpdated', () => ({ ...repository, changed }));
export const RepositoryDeleted = event('RepositoryDeleted', () => repository);

const component = { componentId: z.string(), serviceId: z.string().optional() };

export const ComponentCreated = event('ComponentCreated', () => component);
export const ComponentUpdated = event('ComponentUpdated', () => ({ ...component, changed }));
/** The versions of the component are removed afterwards. */
export const ComponentDeleted = event('ComponentDeleted', () => component);
/** The tags of the component are to be read from its registry; `after` names the page of the registry's list. */
export const ComponentRefreshRequested = event('ComponentRefreshRequested', () => ({
  ...component,
  page: z.number().int(),
  after: z.string().optional(),
}));
/** Tags of the component are new, or have another digest, semantic version or channel. */
export const ComponentVersionsRecorded = event('ComponentVersionsRecorded', () => ({
  ...component,
  versions: z.array(
    z.object({
      tag: z.string(),
      digest: z.string(),
      previousDigest: z.string().optional(),
      semver: z.string().optional(),
      channel: z.string(),
    }),
  ),
}));
