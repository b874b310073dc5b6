// A target of a release over HTTP: bodies of reports about it, and its view. Pure zod.
import * as z from 'zod';
import { actorSchema } from '../../_base/events.ts';
import { prose } from '../../_base/text.ts';
import { actionsView } from '../../access/actions/action.model.ts';
import { integrationView } from '../../integrations/integration.model.ts';
import {
  REJECTION_NEEDS,
  RELEASE_MODES,
  ROLLOUT_ACTIONS,
  ROLLOUT_STATES,
  STORE_ACTIONS,
  TARGET_STATUSES,
} from '../lifecycle/status.model.ts';

export const reportTargetBody = z.lazy(() =>
  z.strictObject({
    status: z.enum(['SUBMITTED', 'APPROVED', 'REJECTED', 'RELEASED', 'WITHDRAWN', 'REPLACED', 'FAILED']),
    reason: prose(1000).trim().min(1).optional().describe("The store's words about a rejection or failure"),
    needs: z
      .enum(REJECTION_NEEDS)
      .optional()
      .describe('The remedy for a rejection. METADATA keeps the build, which POST …/submit submits again'),
    buildNumber: z.string().trim().min(1).max(64).optional().describe('The build that the store has. Default: ours'),
  }),
);

/** The operations on a target. */
const TARGET_ACTIONS = [
  'updateTarget',
  'reportTarget',
  'submitTarget',
  'withdrawTarget',
  'releaseTarget',
  'refreshTarget',
  'rollOutTarget',
  'pauseRollout',
  'resumeRollout',
  'haltRollout',
  'completeRollout',
] as const;
export type TargetAction = (typeof TARGET_ACTIONS)[number];

const optionalText = z.string().optional();
const releaseReference = z.strictObject({ releaseId: z.string(), releaseKey: z.string() });

export const releaseTargetView = z
  .strictObject({
    targetIntegrationId: z.string(),
    targetStatus: z.enum(TARGET_STATUSES),
    pipelineIntegrationId: optionalText.describe('The pipeline that feeds the store'),
    buildNumber: optionalText.describe('The submitted build'),
    submissionId: optionalText.describe('Of a SERVER target, the id of its promotion'),
    environmentId: optionalText.describe('Where the promotion of a SERVER target releases it'),
    versionId: optionalText.describe("The store's id of the version, which its events name"),
    storeState: optionalText.describe("The store's own word for the last known state"),
    storeCheckedAt: optionalText,
    leftToDo: optionalText.describe('The work in the store that is left to a person'),
    submitRequestedAt: optionalText,
    submitRequestedBy: actorSchema.optional().describe('The person or token that submitted it, if one did'),
    releaseMode: z.enum(RELEASE_MODES).optional(),
    releaseAt: optionalText.describe('The time of the release, if SCHEDULED'),
    inAppUpdatePriority: z.number().int().optional(),
    rejectionReason: optionalText,
    rejectionNeeds: z.enum(REJECTION_NEEDS).optional(),
    rejectedBuildNumber: optionalText.describe('The rejected build; POST …/submit submits it again'),
    failureReason: optionalText,
    withdrawnAt: optionalText,
    withdrawnFor: releaseReference
      .optional()
      .describe('The hotfix for which it was withdrawn; it is submitted again after that'),
    replacedAt: optionalText,
    replacedBy: releaseReference.optional(),
    inTheWay: z
      .strictObject({
        version: z.string(),
        versionId: optionalText,
        state: z.string(),
        since: optionalText,
        isRetried: z.boolean().optional(),
        releaseId: optionalText,
        releaseKey: optionalText,
        agreedAt: optionalText,
      })
      .optional()
      .describe('The version that the store has instead; it takes one at a time'),
    storeWanted: z
      .strictObject({ action: z.enum(STORE_ACTIONS), requestedAt: z.string() })
      .optional()
      .describe('The request to the store beside a rollout'),
    storeError: optionalText.describe('The reason why the last request failed'),
    submittedAt: optionalText,
    notesSentAt: optionalText.describe('The time of the release notes that the store has'),
    refusedNotes: z
      .array(z.strictObject({ locale: z.string(), reason: z.string() }))
      .optional()
      .describe('Release notes that the store refused, with its words; the version was submitted without them'),
    approvedAt: optionalText,
    releasedAt: optionalText,
    initialPercentage: z
      .number()
      .optional()
      .describe('The percentage of the users with which the rollout begins. Default: all'),
    rolloutState: z.enum(ROLLOUT_STATES).optional(),
    rolloutPercentage: z.number().optional().describe('The percentage of the users, by the last answer of the store'),
    rolloutPausedDays: z.number().optional().describe('The days of pause, if the store counts them'),
    rolloutWanted: z
      .strictObject({ action: z.enum(ROLLOUT_ACTIONS), percentage: z.number().optional(), requestedAt: z.string() })
      .optional()
      .describe('The rollout request to the store'),
    rolloutError: optionalText.describe('The reason why the last rollout request failed'),
    createdAt: z.string(),
    updatedAt: z.string(),
    integration: integrationView.nullable(),
    actions: actionsView(TARGET_ACTIONS),
  })
  .meta({ id: 'Target' });
