// The environments domain: the places where releases run, their targets, the calendar of freezes, and the emergency stop.
import * as z from 'zod';
import { environment } from '../../entities/_base/environment.ts';
import { listOf } from '../../entities/_base/list.ts';
import {
  createEnvironmentBody,
  emergencyStopView,
  environmentView,
  listEnvironmentsQuery,
  shownEnvironmentView,
  stopBody,
  updateEnvironmentBody,
} from '../../entities/environments/environment.model.ts';
import { emergencyStopErrors, environmentErrors, freezeWindowErrors } from '../../entities/environments/errors.ts';
import {
  createFreezeWindowBody,
  freezeQuery,
  freezeView,
  freezeWindowView,
  listFreezeWindowsQuery,
  shownFreezeWindowView,
  updateFreezeWindowBody,
} from '../../entities/environments/freezes/freeze-window.model.ts';
import { approvalPolicyView, listPoliciesQuery } from '../../entities/environments/policies/approval-policy.model.ts';
import { defineManifest } from '../_kit/manifest.ts';
import { targetRoutes } from './routes/target-routes.ts';

const { STAGE, TABLE_NAME, CREDENTIAL_KEY_ID } = environment;
const read = { role: 'VIEWER', scope: 'environments:read', ci: true } as const;
const lead = { role: 'LEAD', scope: 'environments:write' } as const;
/** Anybody who ships may stop; lifting a stop needs a LEAD. */
const develop = { role: 'DEVELOPER', scope: 'environments:write', ci: true } as const;

export const manifest = defineManifest({
  domain: 'environments',
  routes: {
    createEnvironment: {
      method: 'POST',
      path: '/environments',
      summary:
        'Creates an environment; one without approvals between one with approvals and others in the order, as an ADMIN',
      access: lead,
      errors: [environmentErrors.name_taken, environmentErrors.invalid, environmentErrors.loosens],
      body: createEnvironmentBody,
      status: 201,
      reply: environmentView,
    },
    listEnvironments: {
      method: 'GET',
      path: '/environments',
      summary: 'Lists environments in the order of promotion',
      access: read,
      query: listEnvironmentsQuery,
      status: 200,
      reply: listOf(environmentView),
    },
    getEnvironment: {
      method: 'GET',
      path: '/environments/{environment}',
      summary: 'Reads an environment, by id or name',
      access: read,
      errors: [environmentErrors.not_found],
      status: 200,
      reply: shownEnvironmentView,
    },
    updateEnvironment: {
      method: 'PATCH',
      path: '/environments/{environment}',
      summary:
        'Changes an environment; null deletes a field. A change that makes promotions easier needs an ADMIN, such as fewer approvals or another place in the order',
      access: lead,
      errors: [
        environmentErrors.not_found,
        environmentErrors.name_taken,
        environmentErrors.invalid,
        environmentErrors.loosens,
      ],
      body: updateEnvironmentBody,
      status: 200,
      reply: environmentView,
    },
    deleteEnvironment: {
      method: 'DELETE',
      path: '/environments/{environment}',
      summary:
        'Deletes an environment that no freeze window, target or agent names; one with approvals or a place in the order, as an ADMIN',
      access: lead,
      errors: [environmentErrors.not_found, environmentErrors.in_use, environmentErrors.loosens],
      status: 204,
    },
    listApprovalPolicies: {
      method: 'GET',
      path: '/environments/{environment}/approval-policies',
      summary: 'Lists the versions of the approval policy of an environment, newest first',
      access: read,
      errors: [environmentErrors.not_found],
      query: listPoliciesQuery,
      status: 200,
      reply: listOf(approvalPolicyView),
    },
    stopEnvironment: {
      method: 'POST',
      path: '/environments/{environment}/stop',
      summary: 'Stops an environment in an emergency: nothing begins there until the stop is lifted',
      access: develop,
      errors: [environmentErrors.not_found, environmentErrors.already_stopped],
      body: stopBody,
      status: 200,
      reply: environmentView,
    },
    liftEnvironmentStop: {
      method: 'POST',
      path: '/environments/{environment}/lift-stop',
      summary: 'Lifts the emergency stop of an environment',
      access: lead,
      errors: [environmentErrors.not_found, environmentErrors.not_stopped],
      status: 200,
      reply: environmentView,
    },
    getFreeze: {
      method: 'GET',
      path: '/environments/{environment}/freeze',
      summary: 'Says whether the freeze calendar lets a deployment begin at a time, why not, and when that changes',
      access: read,
      errors: [environmentErrors.not_found],
      query: freezeQuery,
      status: 200,
      reply: freezeView,
    },
    getEmergencyStop: {
      method: 'GET',
      path: '/emergency-stop',
      summary: 'Reads the emergency stop of all environments',
      access: read,
      status: 200,
      reply: emergencyStopView,
    },
    setEmergencyStop: {
      method: 'POST',
      path: '/emergency-stop',
      summary: 'Stops all environments in an emergency: nothing begins anywhere until the stop is lifted',
      access: develop,
      errors: [emergencyStopErrors.already_stopped],
      body: stopBody,
      status: 200,
      reply: emergencyStopView,
      hasRevision: false,
    },
    liftEmergencyStop: {
      method: 'DELETE',
      path: '/emergency-stop',
      summary: 'Lifts the emergency stop of all environments',
      access: lead,
      errors: [emergencyStopErrors.not_stopped],
      status: 204,
      hasRevision: false,
    },
    createFreezeWindow: {
      method: 'POST',
      path: '/freeze-windows',
      summary: 'Creates a freeze window; an ALLOW window that is switched on, as an ADMIN',
      access: lead,
      errors: [freezeWindowErrors.invalid, freezeWindowErrors.too_many, freezeWindowErrors.loosens],
      body: createFreezeWindowBody,
      status: 201,
      reply: freezeWindowView,
    },
    listFreezeWindows: {
      method: 'GET',
      path: '/freeze-windows',
      summary: 'Lists freeze windows, newest first; a filtered page may be short',
      access: read,
      query: listFreezeWindowsQuery,
      status: 200,
      reply: listOf(freezeWindowView),
    },
    getFreezeWindow: {
      method: 'GET',
      path: '/freeze-windows/{freezeWindow}',
      summary: 'Reads a freeze window with its next openings',
      access: read,
      errors: [freezeWindowErrors.not_found],
      status: 200,
      reply: shownFreezeWindowView,
    },
    updateFreezeWindow: {
      method: 'PATCH',
      path: '/freeze-windows/{freezeWindow}',
      summary:
        'Changes a freeze window, or switches it on or off; null deletes a field. A change that lets more begin needs an ADMIN',
      access: lead,
      errors: [freezeWindowErrors.not_found, freezeWindowErrors.invalid, freezeWindowErrors.loosens],
      body: updateFreezeWindowBody,
      status: 200,
      reply: freezeWindowView,
    },
    deleteFreezeWindow: {
      method: 'DELETE',
      path: '/freeze-windows/{freezeWindow}',
      summary: 'Deletes a freeze window; one that is in force, as an ADMIN',
      access: lead,
      errors: [freezeWindowErrors.not_found, freezeWindowErrors.loosens],
      status: 204,
    },
    ...targetRoutes,
  },
  subscriptions: {},
  tasks: {},
  lambdas: {
    api: {
      impact:
        'People cannot see or change environments, targets and freeze windows, or stop deployments in an emergency.',
      environment: z.object({ STAGE, TABLE_NAME, CREDENTIAL_KEY_ID }),
      grants: ['table:read', 'table:put', 'table:update', 'table:delete', 'table:check', 'credentials:seal'],
    },
  },
});
