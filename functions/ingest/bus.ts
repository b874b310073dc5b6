// Puts one event on the bus for ingest, trying a few times within the sender's patience.
import type { PutEventsCommandOutput, PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { hookErrors } from '../../entities/hooks/errors.ts';
import { logger } from '../_kit/logger.ts';
import type { HookEvent } from './provider.ts';

/** One PutEvents call. */
export type SendEvents = (entries: PutEventsRequestEntry[]) => Promise<Pick<PutEventsCommandOutput, 'Entries'>>;

const ATTEMPTS = 3;
const BACKOFF_MS = 100;

/** Rejects with `hook.unavailable`, so that the sender delivers again. */
export function createPut(send: SendEvents, busName: string) {
  return async ({ source, detailType, detail }: HookEvent): Promise<void> => {
    const entry = { EventBusName: busName, Source: source, DetailType: detailType, Detail: JSON.stringify(detail) };
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        const { Entries } = await send([entry]);
        if (Entries?.[0]?.EventId !== undefined) return;
        logger.warn('the bus refused an entry', { attempt, code: Entries?.[0]?.ErrorCode });
      } catch (error) {
        logger.warn('the bus did not take a call', { attempt, error: error as Error });
      }
      await new Promise((resolve) => setTimeout(resolve, BACKOFF_MS * attempt * Math.random()));
    }
    throw hookErrors.unavailable({ retryAfterSeconds: 5 });
  };
}
