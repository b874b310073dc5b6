// Errors of release trains. Problems of a template have the codes of releases (release.validation.ts).
import { errorCatalogue } from '../_base/errors.ts';

export const trainErrors = errorCatalogue('train', {
  not_found: { status: 404, title: 'The train does not exist' },
  invalid: { status: 422, title: 'The train cannot run as described' },
  no_departure: { status: 409, title: 'The train has no future departure at this time' },
  version_not_semver: { status: 422, title: 'The service has no semantic version, so the next one cannot be computed' },
});
