// Asks a service whether credentials are valid. Never throws for a service's failure: each failure becomes an outcome with
// a message for people, without credentials, within the time of a request.
import { type DomainError, isDomainError } from '../../../entities/_base/errors.ts';
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import type { VerificationOutcome } from '../../../entities/integrations/integration-change.model.ts';
import type { IntegrationType } from '../../../entities/integrations/types/integration-types.ts';
import { redact } from '../../_adapters/_client/redact.ts';
import type { Outbound, SendMail, Verifiable } from '../../_adapters/adapter.ts';
import type { StoredContext } from '../../_adapters/clients.ts';
import { logger } from '../../_kit/logger.ts';

export interface VerificationOptions {
  /** `verifierFor` of functions/_adapters/clients.ts, which parses the stored config and credentials. */
  readonly verifierFor: (type: IntegrationType, context: StoredContext) => Verifiable | Promise<Verifiable>;
  readonly outbound: Outbound;
  /** Sends the mails that verify an EMAIL integration. */
  readonly send?: SendMail;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** The deadline of the whole verification, which may make several calls. Shorter than the function's time-out. */
  readonly deadlineMs?: number;
}

/** Takes the stored `config` and the opened `credentials`. */
export type Verification = (
  type: IntegrationType,
  config: unknown,
  credentials: unknown,
) => Promise<VerificationOutcome>;

const DEADLINE_MS = 20_000;

export function createVerification(options: VerificationOptions): Verification {
  const { verifierFor, outbound, send, now, deadlineMs = DEADLINE_MS } = options;
  return async (type, config, credentials) => {
    try {
      const asked = ask(await verifierFor(type, { config, credentials, outbound, send, now }));
      return { ok: true, workspaceId: await inTime(asked, deadlineMs) };
    } catch (error) {
      return { ok: false, error: presentable(error, type, secretsOf(credentials)) };
    }
  };
}

const secretsOf = (credentials: unknown): string[] =>
  Object.values(credentials ?? {}).filter((value) => typeof value === 'string');

async function ask(service: Verifiable): Promise<string | undefined> {
  await service.verify();
  return service.workspace?.();
}

async function inTime<T>(work: Promise<T>, deadlineMs: number): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => late.reject(integrationErrors.unavailable({ detail: `No answer within ${deadlineMs / 1000} seconds` })),
    deadlineMs,
  );
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

function presentable(error: unknown, type: IntegrationType, secrets: readonly string[]): DomainError {
  if (!isDomainError(error)) {
    // Our own error: the verification status stays, and the message is not for people.
    logger.error('verification broke', { type, errorName: (error as Error | undefined)?.name });
    return integrationErrors.unavailable({
      detail: 'The verification failed; it says nothing about the credentials',
    });
  }
  const detail = redact(error.details.detail ?? error.title, secrets);
  const factory = Object.values(integrationErrors).find((make) => make().code === error.code);
  const { retryAfterSeconds } = error.details;
  return (factory ?? integrationErrors.refused)({
    detail,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  });
}
