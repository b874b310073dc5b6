// The definition of promotion. README.md draws it.
import type { manifest as approvalsManifest } from '../../functions/approvals/manifest.ts';
import type { manifest as deploymentsManifest } from '../../functions/deployments/manifest.ts';
import type { manifest as evidenceManifest } from '../../functions/evidence/manifest.ts';
import type { manifest as promotionsManifest } from '../../functions/promotions/manifest.ts';
import { executionOf, type Machine, type Task, type TaskRest, tasksOf } from '../_asl.ts';
import {
  catchAll,
  catchAllAsError,
  KEEPER,
  TRANSIENT_FOR_HOURS,
  TRANSIENT_IN_WAIT,
  TRANSIENT_START,
} from '../_policies.ts';
import type { deployment } from '../deployment/deployment.contract.ts';

const INPUT = ['tenantId', 'promotionId', 'leg'];
const promotions = tasksOf<typeof promotionsManifest>('promotions', INPUT, 60);
const deployments = tasksOf<typeof deploymentsManifest>('deployments', INPUT, 60);
const evidence = tasksOf<typeof evidenceManifest>('evidence', INPUT, 60);
const approvals = tasksOf<typeof approvalsManifest>('approvals', INPUT, 150);

const FAIL = catchAllAsError('FinishPromotion');
const DECISION = { subjectType: 'Promotion', subjectId: '{% $states.context.Execution.Input.promotionId %}' };
/** A look and its wait are 13 events of the history, so that these are some 1,600 of the 25,000 that it may have, and of our 2,500. */
const MOST_LOOKS = 120;

/** A task that answers the next step. */
const step = (task: 'evaluatePromotion' | 'lockPromotion', Comment: string, more: Partial<TaskRest> = {}): Task =>
  promotions.run(task, Comment, {
    Retry: [TRANSIENT_FOR_HOURS],
    Catch: [FAIL],
    Assign: { next: '{% $states.result.Payload %}' },
    Next: 'RouteByStep',
    ...more,
  });

/** Twenty steps of a canary of a day each, and a pause until a person decides. */
const LONGEST_DEPLOYMENT_SECONDS = 180 * 86_400;

const ROUTES = {
  WAIT: 'AwaitChange',
  ASK: 'AskPeople',
  LOCK: 'LockPlace',
  DEPLOY: 'RecordDecision',
  EVALUATE: 'EvaluateGates',
} as const;

export const machine: Machine = {
  Comment:
    'The life of one promotion: its gates are looked at until all pass, it takes the lock of its environment and service, is deployed, and releases the lock. Every task decides by the stored state, so an execution may be stopped, lost, redriven or replaced at any point.',
  QueryLanguage: 'JSONata',
  StartAt: 'BeginPromotion',
  States: {
    BeginPromotion: {
      Type: 'Pass',
      Comment: 'No look was made, and nothing has failed.',
      Assign: { looks: 0, error: null },
      Next: 'EvaluateGates',
    },
    EvaluateGates: step(
      'evaluatePromotion',
      'What do the gates say now, and what is the next step? Also the start of a replacement execution.',
      { Assign: { next: '{% $states.result.Payload %}', looks: '{% $looks + 1 %}' } },
    ),
    RouteByStep: {
      Type: 'Choice',
      Comment: 'A branch per step of entities/promotions/next-step.model.ts; a promotion that has ended needs nothing.',
      Choices: [
        { Condition: `{% $next.step = 'WAIT' and $looks >= ${MOST_LOOKS} %}`, Next: 'ContinuePromotion' },
        ...Object.entries(ROUTES).map(([name, Next]) => ({ Condition: `{% $next.step = '${name}' %}`, Next })),
      ],
      Default: 'RecordRefusal',
    },
    AwaitChange: promotions.wait(
      'awaitPromotion',
      'Until something has happened that a gate decides by, and no longer than until the next look.',
      '{% $next.waitSeconds %}',
      {
        Retry: [TRANSIENT_IN_WAIT],
        Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'EvaluateGates' }, FAIL],
        Next: 'EvaluateGates',
      },
    ),
    AskPeople: approvals.run(
      'askPromotion',
      'Only approvals are missing: ask the people of the policy, once a round.',
      {
        Retry: [TRANSIENT_FOR_HOURS],
        Catch: [FAIL],
        Next: 'AwaitChange',
      },
    ),
    LockPlace: step('lockPromotion', 'To DEPLOYING with the lock of environment and service, if all gates still pass.'),
    ContinuePromotion: promotions.run(
      'continuePromotion',
      'The history grows long: another execution waits from here.',
      { Retry: [TRANSIENT_FOR_HOURS], Catch: [FAIL], Next: 'PromotionContinued' },
    ),
    RecordDecision: evidence.run(
      'recordEvidence',
      'A signed packet of the decision, before anything is deployed by it: no deployment without evidence.',
      {
        payload: DECISION,
        Retry: [TRANSIENT_FOR_HOURS, KEEPER],
        Catch: [FAIL],
        Next: 'CreateDeployment',
      },
    ),
    RecordRefusal: evidence.run('recordEvidence', 'A signed packet of a refusal, once; of other ends there is none.', {
      payload: DECISION,
      Retry: [TRANSIENT_FOR_HOURS, KEEPER],
      Catch: [catchAll('EvidenceMissing')],
      Next: 'PromotionEnded',
    }),
    CreateDeployment: deployments.run('createPromotionDeployment', 'The deployment that carries it out, once.', {
      Retry: [TRANSIENT_FOR_HOURS],
      Catch: [FAIL],
      Assign: { deploymentId: '{% $states.result.Payload.deploymentId %}' },
      Next: 'NoteDeployment',
    }),
    NoteDeployment: promotions.run('noteDeployment', 'People find the deployment while it is under way.', {
      payload: { deploymentId: '{% $deploymentId %}' },
      Retry: [TRANSIENT_FOR_HOURS],
      Catch: [FAIL],
      Next: 'RunDeployment',
    }),
    RunDeployment: executionOf<typeof deployment>(
      'deployment',
      'Deploys to the targets. One that has run already, before this execution was replaced, is not run again: its end counts.',
      {
        Name: '{% $deploymentId %}',
        Input: { tenantId: '{% $states.context.Execution.Input.tenantId %}', deploymentId: '{% $deploymentId %}' },
        TimeoutSeconds: LONGEST_DEPLOYMENT_SECONDS,
        Retry: [TRANSIENT_START],
        Catch: [FAIL],
        Next: 'FinishPromotion',
      },
    ),
    FinishPromotion: promotions.run(
      'finishPromotion',
      'Ends as its deployment ended, and releases the lock; FAILED if a task failed after all retries.',
      {
        payload: { error: '{% $error %}' },
        Retry: [TRANSIENT_FOR_HOURS],
        Catch: [catchAll('PromotionLost')],
        Next: 'PromotionEnded',
      },
    ),
    PromotionEnded: { Type: 'Succeed', Comment: 'The promotion has its last status, or was deleted.' },
    PromotionContinued: { Type: 'Succeed', Comment: 'Another execution waits.' },
    EvidenceMissing: {
      Type: 'Fail',
      Comment:
        'The promotion has ended, but its packet could not be signed or kept; redrive when both services are available.',
      Error: 'evidence.not_recorded',
      Cause: 'The evidence of the promotion could not be recorded after all retries',
    },
    PromotionLost: {
      Type: 'Fail',
      Comment: 'The end could not be written; redrive when the table is available. The lock is held until then.',
      Error: 'promotion.not_finished',
      Cause: 'The promotion could not be finished after all retries',
    },
  },
};
