// The routes of targets. Part of the manifest. The operations of a release have the shorter names.
import { listOf } from '../../../entities/_base/list.ts';
import { targetErrors } from '../../../entities/environments/errors.ts';
import {
  createTargetBody,
  listTargetsQuery,
  shownTargetView,
  targetView,
  updateTargetBody,
} from '../../../entities/environments/targets/target.model.ts';

const read = { role: 'VIEWER', scope: 'environments:read', ci: true } as const;
const lead = { role: 'LEAD', scope: 'environments:write' } as const;

export const targetRoutes = {
  createEnvironmentTarget: {
    method: 'POST',
    path: '/targets',
    summary: 'Creates a target in an environment',
    access: lead,
    errors: [targetErrors.invalid, targetErrors.name_taken, targetErrors.too_many],
    body: createTargetBody,
    status: 201,
    reply: targetView,
  },
  listEnvironmentTargets: {
    method: 'GET',
    path: '/targets',
    summary: 'Lists targets, newest first; a filtered page may be short',
    access: read,
    query: listTargetsQuery,
    status: 200,
    reply: listOf(targetView),
  },
  getEnvironmentTarget: {
    method: 'GET',
    path: '/targets/{targetId}',
    summary: 'Reads a target',
    access: read,
    errors: [targetErrors.not_found],
    status: 200,
    reply: shownTargetView,
  },
  updateEnvironmentTarget: {
    method: 'PATCH',
    path: '/targets/{targetId}',
    summary: 'Changes a target; null deletes its credentials',
    access: lead,
    errors: [targetErrors.not_found, targetErrors.invalid, targetErrors.name_taken],
    body: updateTargetBody,
    status: 200,
    reply: targetView,
  },
  deleteEnvironmentTarget: {
    method: 'DELETE',
    path: '/targets/{targetId}',
    summary: 'Deletes a target on which no deployment is under way',
    access: lead,
    errors: [targetErrors.not_found, targetErrors.in_use],
    status: 204,
  },
} as const;
