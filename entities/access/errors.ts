// Errors of credentials.
import { errorCatalogue } from '../_base/errors.ts';

export const tokenErrors = errorCatalogue('token', {
  not_found: { status: 404, title: 'The token does not exist in this tenant' },
});
