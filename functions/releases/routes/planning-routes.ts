// The routes by which a release is planned: changing it, naming its next version, and its notes. Part of the manifest.

import {
  editReleaseNotesBody,
  listReleaseNotesQuery,
  releaseNotesListView,
  releaseNotesView,
} from '../../../entities/releases/notes/release-notes.model.ts';
import { updateReleaseBody } from '../../../entities/releases/planning/release-change.model.ts';
import { releaseSummaryView } from '../../../entities/releases/release.model.ts';
import { suggestVersionsQuery, versionSuggestionsView } from '../../../entities/releases/versions/version.model.ts';

const read = { role: 'VIEWER', scope: 'releases:read', ci: true } as const;
const develop = { role: 'DEVELOPER', scope: 'releases:write', ci: true } as const;

export const planningRoutes = {
  suggestVersions: {
    method: 'GET',
    path: '/releases/suggestions',
    summary: 'Suggests versions for the next release of a service, by semantic versioning',
    access: read,
    query: suggestVersionsQuery,
    status: 200,
    reply: versionSuggestionsView,
  },
  updateRelease: {
    method: 'PATCH',
    path: '/releases/{release}',
    summary: 'Changes what may still change in the status of the release; null takes a field away',
    access: develop,
    body: updateReleaseBody,
    status: 200,
    reply: releaseSummaryView,
  },
  listReleaseNotes: {
    method: 'GET',
    path: '/releases/{release}/notes',
    summary: 'The notes of the release, by locale',
    access: read,
    query: listReleaseNotesQuery,
    status: 200,
    reply: releaseNotesListView,
  },
  editReleaseNotes: {
    method: 'PUT',
    path: '/releases/{release}/notes/{locale}',
    summary: 'The notes of the release in one locale, which are not generated any more',
    access: develop,
    body: editReleaseNotesBody,
    status: 200,
    reply: releaseNotesView,
  },
  deleteReleaseNotes: {
    method: 'DELETE',
    path: '/releases/{release}/notes/{locale}',
    summary: 'Takes the notes in one locale back; in the default one they are generated again when next needed',
    access: develop,
    status: 204,
  },
} as const;
