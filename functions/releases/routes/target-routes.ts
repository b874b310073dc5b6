// The routes of targets beside their rollouts. Part of the manifest.
import { releaseErrors } from '../../../entities/releases/errors.ts';
import { releaseTargetView, reportTargetBody } from '../../../entities/releases/targets/release-target.model.ts';
import { submitTargetBody } from '../../../entities/releases/targets/submission.model.ts';
import { updateTargetBody } from '../../../entities/releases/targets/target-options.model.ts';

const {
  field_locked,
  held_back,
  illegal_transition,
  invalid,
  not_found,
  nothing_to_ask,
  nothing_to_submit,
  paused,
  release_refused,
  target_illegal_transition,
  target_not_found,
  withdraw_refused,
} = releaseErrors;
const lead = { role: 'LEAD', scope: 'releases:write' } as const;
const asked = { method: 'POST', access: lead, status: 202, reply: releaseTargetView } as const;

export const targetRoutes = {
  updateTarget: {
    method: 'PATCH',
    path: '/releases/{release}/targets/{integration}',
    summary: 'Changes the options of the submission, until the store has the version',
    access: lead,
    body: updateTargetBody,
    errors: [field_locked, invalid, not_found, target_not_found],
    status: 200,
    reply: releaseTargetView,
  },
  reportTarget: {
    method: 'POST',
    path: '/releases/{release}/targets/{integration}/status',
    summary: "Reports a store's answer about a target, also for a submission in the store itself",
    access: { ...lead, ci: true },
    body: reportTargetBody,
    errors: [held_back, illegal_transition, not_found, target_illegal_transition, target_not_found],
    status: 200,
    reply: releaseTargetView,
  },
  submitTarget: {
    ...asked,
    path: '/releases/{release}/targets/{integration}/submit',
    summary: 'Submits the build to the store: one that waits for a person, or the same build again',
    errors: [illegal_transition, not_found, nothing_to_submit, paused, target_illegal_transition, target_not_found],
    body: submitTargetBody,
  },
  withdrawTarget: {
    ...asked,
    path: '/releases/{release}/targets/{integration}/withdraw',
    summary: 'Asks the store to withdraw the version: its submission, its approval, or its rollout',
    errors: [illegal_transition, not_found, target_not_found, withdraw_refused],
  },
  releaseTarget: {
    ...asked,
    path: '/releases/{release}/targets/{integration}/release',
    summary: 'Asks the store to release an approved version that waits for it',
    errors: [illegal_transition, not_found, paused, release_refused, target_not_found],
  },
  refreshTarget: {
    ...asked,
    path: '/releases/{release}/targets/{integration}/refresh',
    summary: 'Asks the store for the state of the version',
    errors: [illegal_transition, not_found, nothing_to_ask, target_not_found],
  },
} as const;
