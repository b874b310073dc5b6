// The routes that move a release from state to state, and delete it. Part of the manifest.
import { releaseErrors } from '../../../entities/releases/errors.ts';
import {
  cancelledReleaseView,
  cancelReleaseBody,
  changedReleaseView,
  reasonBody,
} from '../../../entities/releases/release.model.ts';

const { illegal_transition, not_found, not_paused, paused } = releaseErrors;
const develop = { role: 'DEVELOPER', scope: 'releases:write', ci: true } as const;
const lead = { role: 'LEAD', scope: 'releases:write' } as const;

export const stateRoutes = {
  kickOffRelease: {
    method: 'POST',
    path: '/releases/{release}/kickoff',
    summary: 'Kicks off a release in KICKOFF_PENDING',
    access: develop,
    errors: [illegal_transition, not_found, paused],
    status: 200,
    reply: changedReleaseView,
  },
  pauseRelease: {
    method: 'POST',
    path: '/releases/{release}/pause',
    summary: 'Pauses the release in its status until it is resumed',
    access: lead,
    body: reasonBody,
    errors: [illegal_transition, not_found, paused],
    status: 200,
    reply: changedReleaseView,
  },
  resumeRelease: {
    method: 'POST',
    path: '/releases/{release}/resume',
    summary: 'Resumes a paused release',
    access: lead,
    errors: [illegal_transition, not_found, not_paused],
    status: 200,
    reply: changedReleaseView,
  },
  retryRelease: {
    method: 'POST',
    path: '/releases/{release}/retry',
    summary: 'Resumes a release that a failed task paused, at that task',
    access: develop,
    errors: [illegal_transition, not_found, not_paused],
    status: 200,
    reply: changedReleaseView,
  },
  cancelRelease: {
    method: 'POST',
    path: '/releases/{release}/cancel',
    summary: 'Cancels the release, also while tasks run, and asks stores to withdraw its version',
    access: lead,
    body: cancelReleaseBody,
    errors: [illegal_transition, not_found],
    status: 200,
    reply: cancelledReleaseView,
  },
  archiveRelease: {
    method: 'POST',
    path: '/releases/{release}/archive',
    summary: 'Archives a released or cancelled release, which leaves the lists',
    access: lead,
    errors: [illegal_transition, not_found],
    status: 200,
    reply: changedReleaseView,
  },
  deleteRelease: {
    method: 'DELETE',
    path: '/releases/{release}',
    summary: 'Deletes a release in KICKOFF_PENDING, CANCELLED or ARCHIVED, with all its parts',
    access: lead,
    errors: [illegal_transition, not_found],
    status: 204,
  },
} as const;
