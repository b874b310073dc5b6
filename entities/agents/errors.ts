// Errors of agents.
import { errorCatalogue } from '../_base/errors.ts';

export const agentErrors = errorCatalogue('agent', {
  not_found: { status: 404, title: 'The agent does not exist' },
  invalid: { status: 422, title: 'The agent names something that does not exist' },
  name_taken: { status: 409, title: 'Another agent has this name' },
  too_many: { status: 409, title: 'The tenant has as many agents as are allowed' },
  inactive: { status: 409, title: 'The agent is switched off' },
  /** The one answer for every reason. */
  join_refused: { status: 401, title: 'The join token is not valid, was used, or has expired' },
});
