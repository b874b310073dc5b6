// Errors of evidence.
import { errorCatalogue } from '../_base/errors.ts';

export const evidenceErrors = errorCatalogue('evidence', {
  not_found: { status: 404, title: 'The packet of evidence does not exist' },
  none: { status: 404, title: 'The release has no evidence' },
});
