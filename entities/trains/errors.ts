// What can be wrong with a release train.
import { errorCatalogue } from '../_base/errors.ts';

export const trainErrors = errorCatalogue('train', {
  not_found: { status: 404, title: 'There is no such train' },
  version_not_semver: { status: 422, title: 'No version of the service is semantic, so that there is no next one' },
});
