// A runbook: how to do or mend something, in Markdown. Every edit adds a revision; listings are what lists show and find it by.
import {
  boolean,
  defineEntity,
  defineRecord,
  type ItemOf,
  list,
  number,
  optional,
  text,
} from '../_base/table/entity.ts';
import { runbookContentKeys, runbookKeys, runbookListingKeys, runbookRevisionKeys } from './runbook.keys.ts';

const described = {
  title: text,
  /** The slug of the service that it is about. */
  service: optional(text),
  environment: optional(text),
  tags: list(text),
  isActive: boolean,
};

export const runbookDefinition = defineEntity('runbook', runbookKeys, {
  ...described,
  runbookId: text,
  content: text,
  createdBy: text,
  createdByName: text,
  /** The time of deletion: it is answered as missing while its revisions are deleted. */
  deletedAt: optional(text),
});

export const runbookListingDefinition = defineRecord('runbookListing', runbookListingKeys, {
  ...described,
  facet: text,
  runbookId: text,
  createdBy: text,
  createdByName: text,
  createdAt: text,
  updatedAt: text,
  revision: number,
});

export const runbookRevisionDefinition = defineRecord('runbookRevision', runbookRevisionKeys, {
  ...described,
  runbookId: text,
  number,
  editedBy: text,
  editedByName: text,
  editedAt: text,
  /** The revision whose values were restored. */
  restored: optional(number),
});

export const runbookContentDefinition = defineRecord('runbookContent', runbookContentKeys, {
  runbookId: text,
  number,
  content: text,
});

export type RunbookItem = ItemOf<typeof runbookDefinition>;
export type RunbookListingItem = ItemOf<typeof runbookListingDefinition>;
export type RunbookRevisionItem = ItemOf<typeof runbookRevisionDefinition>;
