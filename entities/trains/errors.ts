// Errors of release trains. Mistakes in a template have the codes of releases (release.validation.ts).
import { errorCatalogue } from '../_base/errors.ts';

export const trainErrors = errorCatalogue('train', {
  not_found: { status: 404, title: 'There is no such train' },
  invalid: { status: 422, title: 'The train cannot run as described' },
  no_departure: { status: 409, title: 'The train has no such departure ahead' },
  version_not_semver: { status: 422, title: 'No version of the service is semantic, so that there is no next one' },
});
