// Maps the states of a version and of its phased release to ours. Pure.
import type * as z from 'zod';
import { ownValue } from '../../../entities/_base/own-value.ts';
import { appStore } from '../../../entities/integrations/types/targets/app-store.ts';
import type { StoreStatus } from '../store/store-client.ts';
import type { phasedReply, Version } from './app-store-replies.ts';

export type Phased = z.output<typeof phasedReply>['data'];

const { schedule = [] } = appStore.rollout;

/** All other states are states of preparation. */
const STATES: Readonly<Record<string, StoreStatus['state']>> = {
  WAITING_FOR_REVIEW: 'IN_REVIEW',
  IN_REVIEW: 'IN_REVIEW',
  WAITING_FOR_EXPORT_COMPLIANCE: 'IN_REVIEW',
  ACCEPTED: 'APPROVED',
  PENDING_APPLE_RELEASE: 'APPROVED',
  PENDING_DEVELOPER_RELEASE: 'APPROVED',
  PROCESSING_FOR_DISTRIBUTION: 'APPROVED',
  READY_FOR_DISTRIBUTION: 'RELEASED',
  REPLACED_WITH_NEW_VERSION: 'REPLACED',
  REJECTED: 'REJECTED',
  METADATA_REJECTED: 'REJECTED',
  INVALID_BINARY: 'REJECTED',
  DEVELOPER_REJECTED: 'WITHDRAWN',
};

const RUNNING: Readonly<Record<string, StoreStatus['state']>> = { ACTIVE: 'ROLLING_OUT', PAUSED: 'PAUSED' };

export const stateOf = (storeState: string): StoreStatus['state'] => ownValue(STATES, storeState) ?? 'NOT_SUBMITTED';

const ANSWER_EXPORT =
  'App Store Connect asks about encryption (export compliance), and reviews the version after a person has answered there';

export function toStatus({ attributes }: Version, phased: Phased | undefined): StoreStatus {
  const storeState = attributes.appVersionState;
  const running = ownValue(RUNNING, phased?.attributes.phasedReleaseState ?? '');
  if (!phased || !running || storeState !== 'READY_FOR_DISTRIBUTION') {
    const isAsked = storeState === 'WAITING_FOR_EXPORT_COMPLIANCE';
    return { state: stateOf(storeState), storeState, ...(isAsked && { leftToDo: ANSWER_EXPORT }) };
  }
  const { currentDayNumber, totalPauseDuration, phasedReleaseState } = phased.attributes;
  const day = Math.min(Math.max(currentDayNumber ?? 1, 1), schedule.length);
  return {
    state: running,
    storeState: phasedReleaseState,
    percentage: schedule[day - 1] ?? 100,
    pausedDays: totalPauseDuration ?? 0,
  };
}
