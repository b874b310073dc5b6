// Errors of environments, their freeze windows and targets, and of the emergency stop.
import { errorCatalogue } from '../_base/errors.ts';

export const environmentErrors = errorCatalogue('environment', {
  not_found: { status: 404, title: 'The environment does not exist' },
  name_taken: { status: 409, title: 'Another environment has this name' },
  in_use: { status: 409, title: 'The environment is used' },
  policy_not_found: { status: 404, title: 'The environment has no such version of its approval policy' },
  invalid: {
    status: 422,
    title: 'The environment names something that does not exist, or takes releases without a place in the order',
  },
  loosens: { status: 403, title: 'The change makes promotions easier, which only an ADMIN may do' },
  already_stopped: { status: 409, title: 'The environment is stopped already' },
  not_stopped: { status: 409, title: 'The environment is not stopped' },
});

export const freezeWindowErrors = errorCatalogue('freeze_window', {
  not_found: { status: 404, title: 'The freeze window does not exist' },
  invalid: {
    status: 422,
    title: 'The freeze window names something that does not exist, or its rule cannot be computed',
  },
  too_many: { status: 409, title: 'The tenant has as many freeze windows as are allowed' },
  loosens: { status: 403, title: 'The change lets more begin, which only an ADMIN may do' },
});

export const targetErrors = errorCatalogue('target', {
  not_found: { status: 404, title: 'The target does not exist' },
  invalid: { status: 422, title: 'The target names something that does not exist' },
  name_taken: { status: 409, title: 'Another target of the environment has this name' },
  too_many: { status: 409, title: 'The environment has as many targets as are allowed' },
  in_use: { status: 409, title: 'The target is used' },
});

export const emergencyStopErrors = errorCatalogue('emergency_stop', {
  already_stopped: { status: 409, title: 'All environments are stopped already' },
  not_stopped: { status: 409, title: 'No emergency stop of all environments is in force' },
});
