// The routes of targets beside their rollouts. Part of the manifest.
import { releaseTargetView, reportTargetBody } from '../../../entities/releases/targets/release-target.model.ts';
import { submitTargetBody } from '../../../entities/releases/targets/submission.model.ts';
import { updateTargetBody } from '../../../entities/releases/targets/target-options.model.ts';

const lead = { role: 'LEAD', scope: 'releases:write' } as const;
const asked = { method: 'POST', access: lead, status: 202, reply: releaseTargetView } as const;

export const targetRoutes = {
  updateTarget: {
    method: 'PATCH',
    path: '/releases/{release}/targets/{integration}',
    summary: 'Changes how the store is handed the version, until it has it',
    access: lead,
    body: updateTargetBody,
    status: 200,
    reply: releaseTargetView,
  },
  reportTarget: {
    method: 'POST',
    path: '/releases/{release}/targets/{integration}/status',
    summary: "Records a store's answer about a target, also of what was handed to it past Windlass",
    access: { ...lead, ci: true },
    body: reportTargetBody,
    status: 200,
    reply: releaseTargetView,
  },
  submitTarget: {
    ...asked,
    path: '/releases/{release}/targets/{integration}/submit',
    summary: 'Hands the build to the store: where that waits for a person, or the same build again',
    body: submitTargetBody,
  },
  withdrawTarget: {
    ...asked,
    path: '/releases/{release}/targets/{integration}/withdraw',
    summary: 'Asks the store to take the version back: its submission, its approval, or its rollout',
  },
  releaseTarget: {
    ...asked,
    path: '/releases/{release}/targets/{integration}/release',
    summary: 'Asks the store to release an approved version that waits for it',
  },
  refreshTarget: {
    ...asked,
    path: '/releases/{release}/targets/{integration}/refresh',
    summary: 'Asks the store how the version stands',
  },
} as const;
