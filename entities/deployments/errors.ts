// Errors of deployments.
import { errorCatalogue } from '../_base/errors.ts';

export const deploymentErrors = errorCatalogue('deployment', {
  not_found: { status: 404, title: 'The deployment does not exist' },
  invalid: { status: 422, title: 'The deployment names something that does not exist' },
  external_id_taken: { status: 409, title: 'The source reported this externalId of another service or environment' },
  not_reported: { status: 409, title: 'Windlass drives this deployment; nobody reports its status' },
  stage_not_found: { status: 404, title: 'A deployment has no stage of this name' },
  illegal_transition: { status: 409, title: 'The deployment cannot get this status now' },
  not_driven: { status: 409, title: 'Another system drives this deployment' },
  has_ended: { status: 409, title: 'The deployment has ended' },
  under_way: { status: 409, title: 'A deployment of the service is under way in the environment' },
  not_paused: { status: 409, title: 'The deployment does not wait for a person' },
  not_live: { status: 409, title: 'A newer deployment of the service took its place in the environment' },
  irreversible: { status: 409, title: 'A component of the deployment cannot go back to an earlier version' },
  nothing_before: { status: 409, title: 'The environment has no earlier version of the service to go back to' },
  frozen: { status: 409, title: 'The freeze calendar is closed, and its windows do not allow rollbacks' },
  stopped: { status: 409, title: 'An emergency stop is in force' },
  illegal_stage: { status: 409, title: 'The stage cannot get this status now' },
});
