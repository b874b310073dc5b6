// Errors of the catalog. Codes of single references (`service.owner_not_found`, …) are with the operations that check them.
import { errorCatalogue } from '../_base/errors.ts';

export const serviceErrors = errorCatalogue('service', {
  not_found: { status: 404, title: 'The service does not exist' },
  unknown: { status: 422, title: 'No service has this slug' },
  inactive: { status: 422, title: 'The service is switched off' },
  invalid: { status: 422, title: 'The service names something that does not exist' },
  slug_taken: { status: 409, title: 'Another service has this slug' },
  name_taken: { status: 409, title: 'Another service has this name' },
  in_use: { status: 409, title: 'The service is used' },
});

export const repositoryErrors = errorCatalogue('repository', {
  not_found: { status: 404, title: 'The repository does not exist' },
  taken: { status: 409, title: 'Another repository has this id at the provider' },
  in_use: { status: 409, title: 'The repository is used by services' },
});

export const componentErrors = errorCatalogue('component', {
  not_found: { status: 404, title: 'The component does not exist' },
  version_not_found: { status: 404, title: 'The component has no version with this tag' },
  tag_invalid: { status: 422, title: 'This is no tag of an image' },
  invalid: { status: 422, title: 'The component names something that does not exist' },
  name_taken: { status: 409, title: 'Another component has this name' },
  in_use: { status: 409, title: 'The component is used' },
  no_registry: { status: 409, title: 'The component names no registry to read' },
});
