// Errors of agents and of their tasks.
import { errorCatalogue } from '../_base/errors.ts';

export const agentErrors = errorCatalogue('agent', {
  not_found: { status: 404, title: 'The agent does not exist' },
  invalid: { status: 422, title: 'The agent names something that does not exist' },
  name_taken: { status: 409, title: 'Another agent has this name' },
  too_many: { status: 409, title: 'The tenant has as many agents as are allowed' },
  inactive: { status: 409, title: 'The agent is switched off' },
  loosens: {
    status: 403,
    title: 'Only an ADMIN gives further environments to an agent where promotions need approvals',
  },
  /** The one answer for every reason. */
  join_refused: { status: 401, title: 'The join token is not valid, was used, or has expired' },
});

export const taskErrors = errorCatalogue('task', {
  not_found: { status: 404, title: 'The task does not exist' },
  /** The next two are told for one task of a sync, which succeeds. */
  lease_lost: { status: 409, title: 'The agent does not have this lease of the task any more' },
  ended: { status: 409, title: 'The task has ended' },
});
