// The parts of one release: its targets, its pipelines, the wait of its workflow, and the branch by which CI events
// find it. Source: release_targets and release_pipelines of the release-integrations model.
import { Entity, type EntityItem } from 'electrodb';
import { TTL_ATTRIBUTE } from '../names.ts';
import {
  BUILD_STATUSES,
  REJECTION_NEEDS,
  RELEASE_MODES,
  ROLLOUT_ACTIONS,
  ROLLOUT_STATES,
  STORE_ACTIONS,
  TARGET_STATUSES,
} from './lifecycle/status.model.ts';
import { releaseBranchKeys, releasePipelineKeys, releaseTargetKeys, releaseWaitKeys } from './release.keys.ts';

const model = (entity: string) => ({ entity, service: 'windlass', version: '1' });

export const createReleaseTargetEntity = (table: string) =>
  new Entity(
    {
      model: model('releaseTarget'),
      attributes: {
        tenantId: { type: 'string', required: true },
        releaseId: { type: 'string', required: true },
        targetIntegrationId: { type: 'string', required: true },
        targetStatus: { type: TARGET_STATUSES, required: true },
        /** The pipeline whose builds the store is given. */
        pipelineIntegrationId: { type: 'string' },
        buildNumber: { type: 'string' },
        submissionId: { type: 'string' },
        /** The store's id of the version, which does not move: its events are told apart by it. */
        versionId: { type: 'string' },
        /** The store's own word, as it was last asked or told. */
        storeState: { type: 'string' },
        storeCheckedAt: { type: 'string' },
        /** The task that a person still has to do in the store, in the store's words. */
        leftToDo: { type: 'string' },
        /** A person's wish to submit, where one is waited for. */
        submitRequestedAt: { type: 'string' },
        releaseMode: { type: RELEASE_MODES },
        /** Of SCHEDULED. */
        releaseAt: { type: 'string' },
        inAppUpdatePriority: { type: 'number' },
        rejectionReason: { type: 'string' },
        rejectionNeeds: { type: REJECTION_NEEDS },
        /** The build that was rejected, while another is built or until it is submitted again. */
        rejectedBuildNumber: { type: 'string' },
        failureReason: { type: 'string' },
        withdrawnAt: { type: 'string' },
        /** The hotfix that it was taken back for; it is submitted again afterwards. */
        withdrawnFor: {
          type: 'map',
          properties: { releaseId: { type: 'string', required: true }, releaseKey: { type: 'string', required: true } },
        },
        replacedAt: { type: 'string' },
        replacedBy: {
          type: 'map',
          properties: { releaseId: { type: 'string', required: true }, releaseKey: { type: 'string', required: true } },
        },
        /** The version that the store has instead, which it takes one of; `releaseId` where it is one of ours. */
        inTheWay: {
          type: 'map',
          properties: {
            version: { type: 'string', required: true },
            versionId: { type: 'string' },
            state: { type: 'string', required: true },
            since: { type: 'string' },
            /** Windlass looks whether it still is. */
            isRetried: { type: 'boolean' },
            releaseId: { type: 'string' },
            releaseKey: { type: 'string' },
            /** When a person agreed to take it back. */
            agreedAt: { type: 'string' },
          },
        },
        /** The request to the store beside a rollout; deleted once the store has answered. */
        storeWanted: {
          type: 'map',
          properties: {
            action: { type: STORE_ACTIONS, required: true },
            wishId: { type: 'string', required: true },
            requestedAt: { type: 'string', required: true },
            /** The hotfix that wants its place. */
            forRelease: {
              type: 'map',
              properties: {
                releaseId: { type: 'string', required: true },
                releaseKey: { type: 'string', required: true },
              },
            },
          },
        },
        storeError: { type: 'string' },
        submittedAt: { type: 'string' },
        /** When the notes that the store has were read; those it was given otherwise are none of ours. */
        notesSentAt: { type: 'string' },
        /** Those that the store did not take, and why. */
        refusedNotes: {
          type: 'list',
          items: {
            type: 'map',
            properties: { locale: { type: 'string', required: true }, reason: { type: 'string', required: true } },
          },
        },
        approvedAt: { type: 'string' },
        releasedAt: { type: 'string' },
        /** Of the users, that the version is submitted for; all without it. */
        initialPercentage: { type: 'number' },
        rolloutState: { type: ROLLOUT_STATES },
        rolloutPercentage: { type: 'number' },
        rolloutPausedDays: { type: 'number' },
        /** The rollout to ask the store for; deleted once the store has answered. */
        rolloutWanted: {
          type: 'map',
          properties: {
            action: { type: ROLLOUT_ACTIONS, required: true },
            percentage: { type: 'number' },
            wishId: { type: 'string', required: true },
            requestedAt: { type: 'string', required: true },
          },
        },
        rolloutError: { type: 'string' },
        createdAt: { type: 'string', required: true },
        updatedAt: { type: 'string', required: true },
        revision: { type: 'number', required: true },
        schemaVersion: { type: 'number', required: true },
      },
      indexes: {
        byRelease: {
          collection: 'wholeRelease',
          pk: { field: 'pk', casing: 'none', composite: ['tenantId', 'releaseId'], template: releaseTargetKeys.pk },
          sk: { field: 'sk', casing: 'none', composite: ['targetIntegrationId'], template: releaseTargetKeys.sk },
        },
      },
    } as const,
    { table },
  );

export const createReleasePipelineEntity = (table: string) =>
  new Entity(
    {
      model: model('releasePipeline'),
      attributes: {
        tenantId: { type: 'string', required: true },
        releaseId: { type: 'string', required: true },
        pipelineIntegrationId: { type: 'string', required: true },
        targetIntegrationId: { type: 'string', required: true },
        triggered: { type: 'boolean', required: true },
        triggeredAt: { type: 'string' },
        /** Names one wish for a build, so that wishing twice starts one. */
        triggerId: { type: 'string' },
        externalId: { type: 'string' },
        buildUrl: { type: 'string' },
        buildStatus: { type: BUILD_STATUSES, required: true },
        /** The head of the release branch when the build was asked for, and the commit that it has: the same, unless CI told another. */
        askedSha: { type: 'string' },
        commitSha: { type: 'string' },
        buildNumber: { type: 'string' },
        /** The number by which the store knows the build, where it is not CI's. */
        storeBuildNumber: { type: 'string' },
        /** Of the run of the build, where a service runs one again under its number. */
        buildAttempt: { type: 'number' },
        /** Of the build before this wish, by which its late events are told. */
        lastBuildNumber: { type: 'string' },
        lastExternalId: { type: 'string' },
        artifactUrl: { type: 'string' },
        buildLogUrl: { type: 'string' },
        /** The reports of CI, from which the rest is computed; see build-report.model.ts. */
        told: { type: 'any' },
        /** When a person asked for a look at the service that is still to be done. */
        refreshWantedAt: { type: 'string' },
        /** When the service was last asked what became of the build, and why it could not tell. */
        refreshedAt: { type: 'string' },
        refreshError: { type: 'string' },
        createdAt: { type: 'string', required: true },
        updatedAt: { type: 'string', required: true },
        revision: { type: 'number', required: true },
        schemaVersion: { type: 'number', required: true },
      },
      indexes: {
        byRelease: {
          collection: 'wholeRelease',
          pk: { field: 'pk', casing: 'none', composite: ['tenantId', 'releaseId'], template: releasePipelineKeys.pk },
          sk: { field: 'sk', casing: 'none', composite: ['pipelineIntegrationId'], template: releasePipelineKeys.sk },
        },
      },
    } as const,
    { table },
  );

export const createReleaseWaitEntity = (table: string) =>
  new Entity(
    {
      model: model('releaseWait'),
      attributes: {
        tenantId: { type: 'string', required: true },
        releaseId: { type: 'string', required: true },
        wait: { type: 'string', required: true },
        taskToken: { type: 'string', required: true },
        /** The end of this wait as the execution planned it; a changed plan restarts the wait. */
        wakeAt: { type: 'string' },
        /** The words of the service that stated it. */
        reason: { type: 'string' },
      },
      indexes: {
        byRelease: {
          pk: { field: 'pk', casing: 'none', composite: ['tenantId', 'releaseId'], template: releaseWaitKeys.pk },
          sk: { field: 'sk', casing: 'none', composite: [], template: releaseWaitKeys.sk },
        },
      },
    } as const,
    { table },
  );

export const createReleaseBranchEntity = (table: string) =>
  new Entity(
    {
      model: model('releaseBranch'),
      attributes: {
        tenantId: { type: 'string', required: true },
        branch: { type: 'string', required: true },
        releaseId: { type: 'string', required: true },
        expiresAt: { type: 'number', field: TTL_ATTRIBUTE },
      },
      indexes: {
        byBranch: {
          pk: { field: 'pk', casing: 'none', composite: ['tenantId', 'branch'], template: releaseBranchKeys.pk },
          sk: { field: 'sk', casing: 'none', composite: ['releaseId'], template: releaseBranchKeys.sk },
        },
      },
    } as const,
    { table },
  );

export type ReleaseTargetItem = EntityItem<ReturnType<typeof createReleaseTargetEntity>>;
export type ReleasePipelineItem = EntityItem<ReturnType<typeof createReleasePipelineEntity>>;
export type ReleaseWaitItem = EntityItem<ReturnType<typeof createReleaseWaitEntity>>;
