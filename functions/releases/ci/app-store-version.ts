// App Store Connect's `appStoreVersionAppVersionStateUpdated` (developer.apple.com, "Webhook notifications") as what the
// store says about a submission.
import * as z from 'zod';
import type { StoreReport } from '../../../entities/releases/target.model.ts';

const schema = z.looseObject({ data: z.looseObject({ attributes: z.looseObject({ newValue: z.string() }) }) });

const MEANINGS: Readonly<Record<string, StoreReport['status']>> = {
  ACCEPTED: 'APPROVED',
  PENDING_DEVELOPER_RELEASE: 'APPROVED',
  PENDING_APPLE_RELEASE: 'APPROVED',
  READY_FOR_DISTRIBUTION: 'RELEASED',
  READY_FOR_SALE: 'RELEASED',
  REJECTED: 'REJECTED',
  METADATA_REJECTED: 'REJECTED',
  DEVELOPER_REJECTED: 'REJECTED',
  INVALID_BINARY: 'REJECTED',
};

/** Undefined for states on the way, such as IN_REVIEW. */
export function readAppStoreVersion(payload: unknown): StoreReport | undefined {
  const state = schema.parse(payload).data.attributes.newValue;
  const status = MEANINGS[state];
  if (status === undefined) return undefined;
  return status === 'REJECTED' ? { status, reason: `${state}; App Review says why in App Store Connect` } : { status };
}
