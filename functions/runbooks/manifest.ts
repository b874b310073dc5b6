// The runbooks domain: texts that say how to do or mend something, of a service or an environment, with all their revisions.
import * as z from 'zod';
import { environment } from '../../entities/_base/environment.ts';
import { pageQuery } from '../../entities/_base/list.ts';
import { approvalErrors } from '../../entities/approvals/errors.ts';
import { serviceErrors } from '../../entities/catalog/errors.ts';
import { releaseErrors } from '../../entities/releases/errors.ts';
import { runbookErrors } from '../../entities/runbooks/errors.ts';
import {
  createRunbookBody,
  diffQuery,
  diffView,
  listRunbooksQuery,
  revisionListView,
  revisionView,
  runbookListView,
  runbookView,
  shownRunbookView,
  updateRunbookBody,
} from '../../entities/runbooks/runbook.model.ts';
import { defineManifest } from '../_kit/manifest.ts';

const { STAGE, TABLE_NAME } = environment;

const read = { role: 'VIEWER', scope: 'runbooks:read', ci: true } as const;
const write = { role: 'DEVELOPER', scope: 'runbooks:write' } as const;

export const manifest = defineManifest({
  domain: 'runbooks',
  routes: {
    createRunbook: {
      method: 'POST',
      path: '/runbooks',
      summary: 'Create a runbook',
      access: write,
      body: createRunbookBody,
      errors: [serviceErrors.unknown],
      status: 201,
      reply: runbookView,
    },
    listRunbooks: {
      method: 'GET',
      path: '/runbooks',
      summary: 'List runbooks without their contents, newest first; a page with filters may be short',
      access: read,
      query: listRunbooksQuery,
      status: 200,
      reply: runbookListView,
    },
    getRunbook: {
      method: 'GET',
      path: '/runbooks/{runbook}',
      summary: 'Show a runbook with its content',
      access: read,
      errors: [runbookErrors.not_found],
      status: 200,
      reply: shownRunbookView,
    },
    updateRunbook: {
      method: 'PATCH',
      path: '/runbooks/{runbook}',
      summary: 'Edit a runbook; every edit is a revision',
      access: write,
      body: updateRunbookBody,
      errors: [runbookErrors.not_found, serviceErrors.unknown],
      status: 200,
      reply: runbookView,
    },
    deleteRunbook: {
      method: 'DELETE',
      path: '/runbooks/{runbook}',
      summary: 'Delete a runbook with its revisions; one with isActive false stays and can be found',
      access: { ...write, role: 'LEAD' },
      errors: [runbookErrors.not_found],
      status: 204,
    },
    listRunbookRevisions: {
      method: 'GET',
      path: '/runbooks/{runbook}/revisions',
      summary: 'List the revisions of a runbook without their contents, newest first',
      access: read,
      query: z.strictObject(pageQuery),
      errors: [runbookErrors.not_found],
      status: 200,
      reply: revisionListView,
    },
    getRunbookRevision: {
      method: 'GET',
      path: '/runbooks/{runbook}/revisions/{revision}',
      summary: 'Show a revision with its content',
      access: read,
      errors: [runbookErrors.not_found, runbookErrors.revision_not_found],
      status: 200,
      reply: revisionView,
    },
    diffRunbookRevision: {
      method: 'GET',
      path: '/runbooks/{runbook}/revisions/{revision}/diff',
      summary: 'Compare a revision with the one before or with `from`',
      access: read,
      query: diffQuery,
      errors: [runbookErrors.not_found, runbookErrors.revision_not_found],
      status: 200,
      reply: diffView,
    },
    restoreRunbookRevision: {
      method: 'POST',
      path: '/runbooks/{runbook}/revisions/{revision}/restore',
      summary: 'Restore the values of a revision as the next one',
      access: write,
      errors: [runbookErrors.not_found, runbookErrors.revision_not_found, serviceErrors.unknown],
      status: 200,
      reply: runbookView,
    },
    listRunbooksOfRelease: {
      method: 'GET',
      path: '/releases/{release}/runbooks',
      summary: 'List the active runbooks of the service of a release',
      access: read,
      query: z.strictObject(pageQuery),
      errors: [releaseErrors.not_found],
      status: 200,
      reply: runbookListView,
    },
    listRunbooksOfApproval: {
      method: 'GET',
      path: '/approvals/{approval}/runbooks',
      summary: 'List the active runbooks of the service that an approval is about',
      access: read,
      query: z.strictObject(pageQuery),
      errors: [approvalErrors.not_found],
      status: 200,
      reply: runbookListView,
    },
  },
  subscriptions: {},
  tasks: {},
  lambdas: {
    api: {
      impact: 'People cannot read or edit runbooks.',
      environment: z.object({ STAGE, TABLE_NAME }),
      grants: ['table:read', 'table:put', 'table:update', 'table:delete'],
    },
  },
});
