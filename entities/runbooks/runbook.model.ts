// Runbooks: bodies, views, the facets by which they are found, and the difference of two revisions. Pure.
import * as z from 'zod';
import { flag, listOf, pageQuery } from '../_base/list.ts';
import { isDistinct, prose } from '../_base/text.ts';
import { actionsView } from '../access/actions/action.model.ts';
import { slug as service } from '../catalog/services/service.model.ts';
import type { RunbookItem, RunbookListingItem, RunbookRevisionItem } from './runbook.entity.ts';

const MOST_TAGS = 10;
/** The words of title and tags that are searched; an edit writes or deletes a listing of each, old and new. */
const MOST_WORDS = 30;

const slug = (noun: string) =>
  z
    .string()
    .max(60)
    .regex(/^[a-z0-9][a-z0-9._-]*$/, `must be ${noun} in lower-case letters, digits and . _ -`);

const title = prose(120).refine((text) => text.trim() !== '', { error: 'must not be blank' });
const content = prose(40_000).describe('Markdown');
const environment = slug('the name of an environment').describe('The environment that it is about, e.g. production');
const tags = z.array(slug('a tag')).max(MOST_TAGS).refine(isDistinct, { error: 'must name each tag once' });

export const createRunbookBody = z.strictObject({
  title,
  content: content.default(''),
  service: service.optional().describe('The service that it is about'),
  environment: environment.optional(),
  tags: tags.default([]),
  isActive: z.boolean().default(true),
});

export const updateRunbookBody = z.strictObject({
  title: title.optional(),
  content: content.optional(),
  service: service.nullable().optional().describe('null: of no service'),
  environment: environment.nullable().optional().describe('null: of no environment'),
  tags: tags.optional(),
  isActive: z.boolean().optional(),
});

export const listRunbooksQuery = z.strictObject({
  ...pageQuery,
  service: service.optional(),
  environment: environment.optional(),
  author: z.string().min(1).max(60).optional().describe('The id of the user or token that created it'),
  tag: slug('a tag').optional(),
  isActive: flag.optional(),
  q: z.string().min(1).max(120).optional().describe('Whole words of title and tags, all of which must occur'),
});
export type RunbookFilters = Omit<z.output<typeof listRunbooksQuery>, keyof typeof pageQuery>;

const person = z.strictObject({ id: z.string(), name: z.string() });
const described = {
  title: z.string(),
  service: z.string().optional(),
  environment: z.string().optional(),
  tags: z.array(z.string()),
  isActive: z.boolean(),
};
const listed = {
  id: z.string(),
  ...described,
  createdBy: person,
  createdAt: z.string(),
  updatedAt: z.string(),
  revision: z.number().int(),
};

export const runbookView = z.strictObject({ ...listed, content: z.string() }).meta({ id: 'EditedRunbook' });

const RUNBOOK_ACTIONS = ['updateRunbook', 'restoreRunbookRevision', 'deleteRunbook'] as const;
export type RunbookAction = (typeof RUNBOOK_ACTIONS)[number];

/** As it is read; after a change it has no actions. */
export const shownRunbookView = z.strictObject({ ...runbookView.shape, actions: actionsView(RUNBOOK_ACTIONS) });

export const runbookListView = listOf(z.strictObject(listed).meta({ id: 'RunbookSummary' }));

const revision = {
  revision: z.number().int(),
  ...described,
  editedBy: person,
  editedAt: z.string(),
  restored: z.number().int().optional().describe('The revision whose values were restored'),
};
export const revisionView = z.strictObject({ ...revision, content: z.string() });
export const revisionListView = listOf(z.strictObject(revision).meta({ id: 'RunbookRevisionSummary' }));

export const diffQuery = z.strictObject({
  from: z.coerce
    .number()
    .int()
    .min(1)
    .max(999_999)
    .optional()
    .describe('The earlier revision; by default the one before'),
});
export const diffView = z
  .strictObject({
    from: z.number().int(),
    to: z.number().int(),
    fields: z.array(z.strictObject({ field: z.string(), before: z.unknown(), after: z.unknown() })),
    patch: z.string().describe('The unified diff of the contents; empty if they are the same'),
  })
  .meta({ id: 'RunbookDiff' });

export const viewListed = (item: RunbookItem | RunbookListingItem) => {
  const { runbookId: id, title, service, environment, tags, isActive, createdAt, updatedAt, revision } = item;
  const createdBy = { id: item.createdBy, name: item.createdByName };
  return { id, title, service, environment, tags, isActive, createdBy, createdAt, updatedAt, revision };
};

export const viewRunbook = (item: RunbookItem) => ({ ...viewListed(item), content: item.content });

export const viewRevision = (item: RunbookRevisionItem) => {
  const { number: revision, title, service, environment, tags, isActive, editedAt, restored } = item;
  const editedBy = { id: item.editedBy, name: item.editedByName };
  return { revision, title, service, environment, tags, isActive, editedBy, editedAt, restored };
};

/** The fields that an edit may change, besides the content. */
const DESCRIBED = ['title', 'service', 'environment', 'tags', 'isActive'] as const;
export const EDITABLE = [...DESCRIBED, 'content'] as const;
export type Edit = { readonly [Field in (typeof EDITABLE)[number]]?: RunbookItem[Field] | null | undefined };

const isSame = (one: unknown, other: unknown) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

/** The fields that `edit` changes, with their new values; null becomes undefined. */
export const changesOf = (before: RunbookItem, edit: Edit): Partial<RunbookItem> =>
  Object.fromEntries(
    EDITABLE.filter((field) => edit[field] !== undefined && !isSame(before[field], edit[field])).map((field) => [
      field,
      edit[field] ?? undefined,
    ]),
  );

export const fieldsBetween = (before: RunbookRevisionItem, after: RunbookRevisionItem) =>
  DESCRIBED.filter((field) => !isSame(before[field], after[field])).map((field) => ({
    field,
    before: before[field] ?? null,
    after: after[field] ?? null,
  }));

/** Letters and digits of any script, in lower case, each word once. */
export const wordsOf = (text: string): string[] => [
  ...new Set(
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [],
  ),
];

const searched = ({ title, tags }: Pick<RunbookItem, 'title' | 'tags'>): string[] =>
  wordsOf([title, ...tags].join(' ')).slice(0, MOST_WORDS);

const ALL = 'ALL';
const named = {
  service: (value: string) => `SERVICE#${value}`,
  environment: (value: string) => `ENVIRONMENT#${value}`,
  author: (value: string) => `AUTHOR#${value}`,
  tag: (value: string) => `TAG#${value}`,
  word: (value: string) => `WORD#${value}`,
};

/** The facets under which a runbook is listed. */
export const facetsOf = (item: RunbookItem): string[] => [
  ALL,
  named.author(item.createdBy),
  ...(item.service === undefined ? [] : [named.service(item.service)]),
  ...(item.environment === undefined ? [] : [named.environment(item.environment)]),
  ...item.tags.map(named.tag),
  ...searched(item).map(named.word),
];

/** The one facet that a list reads: usually the one with the fewest runbooks. Each listing is then asked `fits`. */
export function facetFor({ q, tag, service, environment, author }: RunbookFilters): string {
  const [longest] = wordsOf(q ?? '').toSorted((one, other) => other.length - one.length);
  if (longest !== undefined) return named.word(longest);
  if (tag !== undefined) return named.tag(tag);
  if (service !== undefined) return named.service(service);
  if (environment !== undefined) return named.environment(environment);
  return author === undefined ? ALL : named.author(author);
}

export function fits(item: RunbookListingItem, filters: RunbookFilters): boolean {
  const { q, tag, service, environment, author, isActive } = filters;
  const words = searched(item);
  return (
    wordsOf(q ?? '').every((word) => words.includes(word)) &&
    (tag === undefined || item.tags.includes(tag)) &&
    (service ?? item.service) === item.service &&
    (environment ?? item.environment) === item.environment &&
    (author ?? item.createdBy) === item.createdBy &&
    (isActive ?? item.isActive) === item.isActive
  );
}
