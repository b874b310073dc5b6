// The routes that change a release, suggest its next version, write its notes, and search. Part of the manifest.
import { releaseErrors } from '../../../entities/releases/errors.ts';
import { searchQuery, searchView } from '../../../entities/releases/lists/search.model.ts';
import {
  editReleaseNotesBody,
  listReleaseNotesQuery,
  releaseNotesListView,
  releaseNotesView,
} from '../../../entities/releases/notes/release-notes.model.ts';
import { updateReleaseBody } from '../../../entities/releases/planning/release-change.model.ts';
import { changedReleaseView } from '../../../entities/releases/release.model.ts';
import { suggestVersionsQuery, versionSuggestionsView } from '../../../entities/releases/versions/version.model.ts';

const { field_locked, invalid, not_found, notes_not_found, pilot_not_allowed } = releaseErrors;
const read = { role: 'VIEWER', scope: 'releases:read', ci: true } as const;
const develop = { role: 'DEVELOPER', scope: 'releases:write', ci: true } as const;

export const planningRoutes = {
  suggestVersions: {
    method: 'GET',
    path: '/releases/suggestions',
    summary: 'Suggests the next versions of a service, by semantic versioning',
    access: read,
    query: suggestVersionsQuery,
    status: 200,
    reply: versionSuggestionsView,
  },
  searchTenant: {
    method: 'GET',
    path: '/search',
    summary: 'Finds releases by key or version, services by slug, and the releases of a commit or ticket',
    access: read,
    query: searchQuery,
    status: 200,
    reply: searchView,
  },
  updateRelease: {
    method: 'PATCH',
    path: '/releases/{release}',
    summary: 'Changes the fields that may change in the status of the release; null deletes a field',
    access: develop,
    body: updateReleaseBody,
    errors: [field_locked, invalid, not_found, pilot_not_allowed],
    status: 200,
    reply: changedReleaseView,
  },
  listReleaseNotes: {
    method: 'GET',
    path: '/releases/{release}/notes',
    summary: 'Lists the notes of the release, by locale',
    access: read,
    query: listReleaseNotesQuery,
    errors: [not_found],
    status: 200,
    reply: releaseNotesListView,
  },
  editReleaseNotes: {
    method: 'PUT',
    path: '/releases/{release}/notes/{locale}',
    summary: 'Writes the notes of the release in one locale, which are not generated afterwards',
    access: develop,
    body: editReleaseNotesBody,
    errors: [field_locked, not_found],
    status: 200,
    reply: releaseNotesView,
  },
  deleteReleaseNotes: {
    method: 'DELETE',
    path: '/releases/{release}/notes/{locale}',
    summary: 'Deletes the notes in one locale; those of the default locale are generated again when needed',
    access: develop,
    errors: [field_locked, not_found, notes_not_found],
    status: 204,
  },
} as const;
