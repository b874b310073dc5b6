// What can be wrong with a release. Codes of single fields (`release.scm_not_found`, …) are in release.validation.ts.
import { errorCatalogue } from '../_base/errors.ts';

export const releaseErrors = errorCatalogue('release', {
  not_found: { status: 404, title: 'There is no such release' },
  notes_not_found: { status: 404, title: 'The release has no notes in this locale' },
  invalid: { status: 422, title: 'The release cannot be created as described' },
  key_taken: { status: 409, title: 'Another release has this releaseKey' },
  pilot_not_allowed: { status: 403, title: 'You may not make this person the pilot' },
  version_taken: { status: 409, title: 'The service has a release of this version' },
  field_locked: { status: 409, title: 'The release may not change so in its status' },
  illegal_transition: { status: 409, title: 'The release cannot do this in its status' },
  no_new_commits: { status: 409, title: 'Nothing new has been pushed to the release branch' },
  build_under_way: { status: 409, title: 'The build is under way already' },
  build_done: { status: 409, title: 'The build has succeeded already' },
  nothing_new: { status: 409, title: 'This is known already' },
  no_build: { status: 409, title: 'The pipeline has no build that anything could become of' },
  waited_too_long: { status: 409, title: 'Nothing was heard for 30 days' },
  sign_off_refused: { status: 409, title: 'The regression cannot be signed off yet' },
  held_back: { status: 409, title: 'A hotfix of the service goes to the stores first' },
  not_signed_off: { status: 409, title: 'The regression has not been signed off' },
  paused: { status: 409, title: 'The release is paused' },
  not_paused: { status: 409, title: 'The release is not paused' },
  pipeline_not_found: { status: 404, title: 'The release has no such pipeline' },
  target_not_found: { status: 404, title: 'The release has no such target' },
  rollout_refused: { status: 409, title: 'The store cannot do this with the rollout now' },
  target_illegal_transition: { status: 409, title: 'The target cannot get this status from its present one' },
});
