// A target of a release over HTTP: bodies of reports about it, and its view. Pure zod.
import * as z from 'zod';
import { prose } from '../../_base/text.ts';
import { integrationView } from '../../integrations/integration.model.ts';
import {
  REJECTION_NEEDS,
  RELEASE_MODES,
  ROLLOUT_ACTIONS,
  ROLLOUT_STATES,
  STORE_ACTIONS,
  TARGET_STATUSES,
} from '../lifecycle/status.model.ts';

export const reportTargetBody = z.strictObject({
  status: z.enum(['SUBMITTED', 'APPROVED', 'REJECTED', 'RELEASED', 'WITHDRAWN', 'REPLACED', 'FAILED']),
  reason: prose(1000).trim().min(1).optional().describe("Of a rejection or failure: the store's words"),
  needs: z
    .enum(REJECTION_NEEDS)
    .optional()
    .describe('Of a rejection: what mends it. METADATA keeps the build, which POST …/submit hands over again'),
  buildNumber: z.string().trim().min(1).max(64).optional().describe('Of the build that the store has; default ours'),
});

const optionalText = z.string().optional();
const releaseReference = z.strictObject({ releaseId: z.string(), releaseKey: z.string() });

export const releaseTargetView = z.strictObject({
  targetIntegrationId: z.string(),
  targetStatus: z.enum(TARGET_STATUSES),
  pipelineIntegrationId: optionalText.describe('The pipeline whose builds the store is given'),
  buildNumber: optionalText.describe('The build that the store was given'),
  submissionId: optionalText,
  versionId: optionalText.describe("The store's id of the version, by which its events are told apart"),
  storeState: optionalText.describe("The store's own word, as it was last asked or told"),
  storeCheckedAt: optionalText,
  leftToDo: optionalText.describe('The work that is left to a person in the store'),
  submitRequestedAt: optionalText,
  releaseMode: z.enum(RELEASE_MODES).optional(),
  releaseAt: optionalText.describe('Of SCHEDULED'),
  inAppUpdatePriority: z.number().int().optional(),
  rejectionReason: optionalText,
  rejectionNeeds: z.enum(REJECTION_NEEDS).optional(),
  rejectedBuildNumber: optionalText.describe('The rejected build; POST …/submit hands it over again'),
  failureReason: optionalText,
  withdrawnAt: optionalText,
  withdrawnFor: releaseReference.optional().describe('The hotfix it made room for; it is submitted again after that'),
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
    .describe('The version that the store has instead: it takes one at a time'),
  storeWanted: z
    .strictObject({ action: z.enum(STORE_ACTIONS), requestedAt: z.string() })
    .optional()
    .describe('The request to the store that is under way, beside a rollout'),
  storeError: optionalText.describe('Why the store did not do what was last wanted'),
  submittedAt: optionalText,
  notesSentAt: optionalText.describe('The store has the release notes as they were then'),
  refusedNotes: z
    .array(z.strictObject({ locale: z.string(), reason: z.string() }))
    .optional()
    .describe("Release notes that the store did not take, with the store's words: the version went there without them"),
  approvedAt: optionalText,
  releasedAt: optionalText,
  initialPercentage: z.number().optional().describe('Of the users, that the version is submitted for; all without it'),
  rolloutState: z.enum(ROLLOUT_STATES).optional(),
  rolloutPercentage: z.number().optional().describe('Of the users, as the store last said'),
  rolloutPausedDays: z
    .number()
    .optional()
    .describe('Days that the rollout has been paused, where the store counts them'),
  rolloutWanted: z
    .strictObject({ action: z.enum(ROLLOUT_ACTIONS), percentage: z.number().optional(), requestedAt: z.string() })
    .optional()
    .describe('The request to the store that is under way'),
  rolloutError: optionalText.describe('Why the store did not do what was last wanted'),
  createdAt: z.string(),
  updatedAt: z.string(),
  integration: integrationView.nullable(),
});
