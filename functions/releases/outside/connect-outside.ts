// The outside as a function reaches it: with the credential key and the hosts of its environment, and with patience.
import { KMSClient } from '@aws-sdk/client-kms';
import type { IntegrationRepo } from '../../../entities/integrations/integration.repo.ts';
import { createPatientOutbound } from '../../_adapters/_client/patient-outbound.ts';
import { type AnswerInPrivate, createAnswerInPrivate } from '../../_adapters/slack/response-url.ts';
import { createOutbound } from '../../_kit/outbound/outbound.ts';
import { createSealer } from '../../_kit/sealer.ts';
import { createOutside, type Outside } from './outside.ts';

interface Environment {
  readonly CREDENTIAL_KEY_ID: string;
  readonly ALLOWED_OUTBOUND_HOSTS: Parameters<typeof createOutbound>[0]['allowedHosts'];
}

/** For what is written down when the services have answered. */
const NOTING_MS = 3_000;

/** No attempt of a call begins later than `patienceMs` after the first, or when the invocation may be too short for it. */
export function connectOutside(
  environment: Environment,
  integrations: IntegrationRepo,
  patienceMs: number,
  leftMs: () => number,
): Outside {
  const outbound = createOutbound({ allowedHosts: environment.ALLOWED_OUTBOUND_HOSTS });
  return createOutside({
    integrations,
    sealer: createSealer({ keyId: environment.CREDENTIAL_KEY_ID, kms: new KMSClient({}) }),
    outbound: createPatientOutbound(outbound, { patienceMs, leftMs: () => leftMs() - NOTING_MS }),
    now: Date.now,
  });
}

/** The way to answer a person in a chat, who waits for no long time. */
export const connectChat = ({ ALLOWED_OUTBOUND_HOSTS }: Pick<Environment, 'ALLOWED_OUTBOUND_HOSTS'>): AnswerInPrivate =>
  createAnswerInPrivate(createOutbound({ allowedHosts: ALLOWED_OUTBOUND_HOSTS }));
