// Puts one event on the bus for intake, trying a few times within the sender's patience.
import type { PutEventsCommandOutput, PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { intakeErrors } from '../../entities/intake/errors.ts';
import { logger } from '../_kit/logger.ts';
import type { OutsideEvent } from './sender.ts';

/** One PutEvents call. */
export type SendEvents = (entries: PutEventsRequestEntry[]) => Promise<Pick<PutEventsCommandOutput, 'Entries'>>;

const ATTEMPTS = 3;
const BACKOFF_MS = 100;

/** Rejects with `intake.unavailable`, so that the sender delivers again. */
export function createPut(send: SendEvents, busName: string) {
  return async ({ source, detailType, detail }: OutsideEvent): Promise<void> => {
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
    throw intakeErrors.unavailable({ retryAfterSeconds: 5 });
  };
}
