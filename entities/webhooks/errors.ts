// Errors of webhooks.
import { errorCatalogue } from '../_base/errors.ts';

export const webhookErrors = errorCatalogue('webhook', {
  not_found: { status: 404, title: 'The webhook does not exist' },
  limit_reached: { status: 409, title: 'A tenant has at most twenty webhooks' },
});
