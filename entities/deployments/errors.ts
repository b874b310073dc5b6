// Errors of deployments.
import { errorCatalogue } from '../_base/errors.ts';

export const deploymentErrors = errorCatalogue('deployment', {
  not_found: { status: 404, title: 'The deployment does not exist' },
  invalid: { status: 422, title: 'The deployment names something that does not exist' },
  external_id_taken: { status: 409, title: 'The source reported this externalId of another service or environment' },
  not_reported: { status: 409, title: 'Windlass drives this deployment; nobody reports its status' },
  stage_not_found: { status: 404, title: 'A deployment has no stage of this name' },
  illegal_stage: { status: 409, title: 'The stage cannot get this status now' },
});
