// A source repository: bodies and view. Pure. Source: REPOSITORIES of the engineering-analytics model.
import * as z from 'zod';
import { GIT_NAME } from '../../_base/git-name.ts';
import { pageQuery } from '../../_base/list.ts';
import { prose } from '../../_base/text.ts';
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

export const listRepositoriesQuery = z.strictObject({
  ...pageQuery,
  provider: z.enum(PROVIDERS).optional(),
  externalId: z.string().min(1).max(200).optional().describe('With provider: that one repository'),
});
export type RepositoryFilter = Omit<z.output<typeof listRepositoriesQuery>, 'limit' | 'cursor'>;

export const repositoryView = z.strictObject({
  id: z.string(),
  provider: z.enum(PROVIDERS),
  externalId: z.string(),
  name: z.string(),
  url: z.string(),
  defaultBranch: z.string(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  revision: z.number().int(),
});

export function viewRepository(item: RepositoryItem): z.output<typeof repositoryView> {
  const { repositoryId: id, provider, externalId, name, url, defaultBranch, createdAt, updatedAt, revision } = item;
  return { id, provider, externalId, name, url, defaultBranch, createdAt, updatedAt, revision };
}
