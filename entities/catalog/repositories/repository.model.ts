// A source repository: bodies and view. Pure. Source: REPOSITORIES of the engineering-analytics model.
import * as z from 'zod';
import { GIT_NAME } from '../../_base/git-name.ts';
import { pageQuery } from '../../_base/list.ts';
import { namesAmong, prose } from '../../_base/text.ts';
import { actionsView } from '../../access/actions/action.model.ts';
import { repositoryErrors } from '../errors.ts';
import { CHANGES_SOMETHING } from '../services/service.model.ts';
import { PROVIDERS } from '../words.model.ts';
import type { RepositoryItem } from './repository.entity.ts';

/** The most services that name one repository. */
export const MOST_SERVICES = 200;

const fields = {
  name: prose(200).trim().min(1).describe('As people know it, such as acme/checkout'),
  url: z
    .url({ protocol: /^https?$/ })
    .max(2048)
    .refine((text) => !URL.canParse(text) || new URL(text).username + new URL(text).password === '', {
      error: 'must not hold a user name or password',
    }),
  defaultBranch: z.string().max(200).regex(GIT_NAME, 'must be a branch that git takes'),
};

export const createRepositoryBody = z.lazy(() =>
  z.strictObject({
    ...fields,
    provider: z.enum(PROVIDERS),
    externalId: z
      .string()
      .min(1)
      .max(200)
      .regex(/^[\p{L}\p{N}._/{}-]+$/u, 'must be the id of the repository at its provider')
      .describe('The id at the provider, which a renamed repository keeps'),
    defaultBranch: fields.defaultBranch.default('main'),
  }),
);

export const updateRepositoryBody = z.lazy(() =>
  z
    .strictObject(fields)
    .partial()
    .refine((body) => Object.keys(body).length > 0, CHANGES_SOMETHING),
);

export const listRepositoriesQuery = z
  .strictObject({
    ...pageQuery,
    provider: z.enum(PROVIDERS).optional(),
    externalId: z.string().min(1).max(200).optional().describe('With provider: that one repository'),
  })
  .refine(({ provider, externalId }) => externalId === undefined || provider !== undefined, {
    path: ['externalId'],
    message: 'needs provider: an id is unique within its provider',
  });
export type RepositoryFilter = Omit<z.output<typeof listRepositoriesQuery>, 'limit' | 'cursor'>;

export const repositoryView = z
  .strictObject({
    id: z.string(),
    provider: z.enum(PROVIDERS),
    externalId: z.string(),
    name: z.string(),
    url: z.string(),
    defaultBranch: z.string(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    revision: z.number().int(),
  })
  .meta({ id: 'RepositorySummary' });

const REPOSITORY_ACTIONS = ['updateRepository', 'deleteRepository'] as const;
export type RepositoryAction = (typeof REPOSITORY_ACTIONS)[number];

/** One repository; as an entry of a list, and after a change, it has no actions. */
export const shownRepositoryView = z.strictObject({
  ...repositoryView.shape,
  actions: actionsView(REPOSITORY_ACTIONS),
});

export function viewRepository(item: RepositoryItem): z.output<typeof repositoryView> {
  const { repositoryId: id, provider, externalId, name, url, defaultBranch, createdAt, updatedAt, revision } = item;
  return { id, provider, externalId, name, url, defaultBranch, createdAt, updatedAt, revision };
}

/** Throws `repository.in_use` if services name the repository; `found` are those that the refusal lists. */
export function assertUnnamed(
  { services }: RepositoryItem,
  found: readonly { serviceId: string; slug: string }[] = [],
): void {
  if (services === undefined) return;
  const list = namesAmong(
    services.size,
    found.map(({ slug }) => slug),
  );
  const members = { services: found.map(({ serviceId, slug }) => ({ serviceId, slug })) };
  throw repositoryErrors.in_use({ detail: `Services name it${list}`, members });
}
