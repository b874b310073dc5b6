// Reads App Store Connect's `appStoreVersionAppVersionStateUpdated` (developer.apple.com, "Webhook notifications") as a report about a
// version.

import * as z from 'zod';
import { ownValue } from '../../_base/own-value.ts';
import { needsOf } from '../targets/store-answer.model.ts';
import type { StoreReport } from '../targets/target.model.ts';
import { reader } from './report.model.ts';

const schema = z.object({
  data: z.object({
    attributes: z.object({ newValue: z.string(), timestamp: z.string().optional().catch(undefined) }),
    relationships: z
      .object({
        instance: z.object({ data: z.object({ type: z.literal('appStoreVersions'), id: z.string() }) }),
      })
      .optional()
      .catch(undefined),
  }),
});

const MEANINGS: Readonly<Record<string, StoreReport['status']>> = {
  ACCEPTED: 'APPROVED',
  PENDING_DEVELOPER_RELEASE: 'APPROVED',
  PENDING_APPLE_RELEASE: 'APPROVED',
  READY_FOR_DISTRIBUTION: 'RELEASED',
  READY_FOR_SALE: 'RELEASED',
  REJECTED: 'REJECTED',
  METADATA_REJECTED: 'REJECTED',
  DEVELOPER_REJECTED: 'WITHDRAWN',
  REPLACED_WITH_NEW_VERSION: 'REPLACED',
  INVALID_BINARY: 'REJECTED',
};

/** Undefined for states in between, such as IN_REVIEW, and for an event that names no version. */
export const appStoreVersion = reader('VERSION', schema, ({ data: { attributes, relationships } }) => {
  const { newValue: storeState, timestamp } = attributes;
  const status = ownValue(MEANINGS, storeState);
  const versionId = relationships?.instance.data.id;
  if (status === undefined || versionId === undefined) return undefined;
  const named = { versionId, storeState, status, at: Date.parse(timestamp ?? '') || undefined };
  if (status !== 'REJECTED') return named;
  return { ...named, reason: `${storeState}; App Review says why in App Store Connect`, needs: needsOf(storeState) };
});
