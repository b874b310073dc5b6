// Errors of runbooks.
import { errorCatalogue } from '../_base/errors.ts';

export const runbookErrors = errorCatalogue('runbook', {
  not_found: { status: 404, title: 'The runbook does not exist' },
  revision_not_found: { status: 404, title: 'The runbook has no such revision' },
});
