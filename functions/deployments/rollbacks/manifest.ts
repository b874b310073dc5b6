// Rollbacks of deployments. A function of its own: computing the freeze calendar is a sixth of its code, which no other operation on
// deployments needs.
import * as z from 'zod';
import { environment } from '../../../entities/_base/environment.ts';
import { deploymentWithStagesView } from '../../../entities/deployments/deployment.model.ts';
import { deploymentErrors } from '../../../entities/deployments/errors.ts';
import { rollBackBody } from '../../../entities/deployments/windlass/driven.model.ts';
import { defineManifest } from '../../_kit/manifest.ts';

const { STAGE, TABLE_NAME } = environment;

export const manifest = defineManifest({
  domain: 'deployments/rollbacks',
  routes: {
    rollbackDeployment: {
      method: 'POST',
      path: '/deployments/{deployment}/rollback',
      summary: 'Rolls back the live deployment of a service: another deployment brings the release from before',
      access: { role: 'LEAD', scope: 'deployments:write' },
      errors: [
        deploymentErrors.not_found,
        deploymentErrors.invalid,
        deploymentErrors.under_way,
        deploymentErrors.not_live,
        deploymentErrors.nothing_before,
        deploymentErrors.irreversible,
        deploymentErrors.stopped,
        deploymentErrors.frozen,
      ],
      body: rollBackBody,
      status: 201,
      reply: deploymentWithStagesView,
    },
  },
  subscriptions: {},
  tasks: {},
  lambdas: {
    api: {
      impact: 'People cannot roll deployments back.',
      environment: z.object({ STAGE, TABLE_NAME }),
      grants: ['table:read', 'table:put', 'table:update'],
    },
  },
});
