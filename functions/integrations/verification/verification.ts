// Asks a service whether a credential is good. Never throws for what the service does: every failure, however it looks, is
// an outcome in words that people may read, free of credentials and within the time a request has.
import { type DomainError, isDomainError } from '../../../entities/_base/errors.ts';
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import type { VerificationOutcome } from '../../../entities/integrations/integration-change.model.ts';
import type { IntegrationType } from '../../../entities/integrations/types/integration-types.ts';
import { redact } from '../../_adapters/_client/redact.ts';
import type { Outbound, SendMail, Verifiable } from '../../_adapters/adapter.ts';
import type { StoredContext } from '../../_adapters/clients.ts';
import { logger } from '../../_kit/logger.ts';

export interface VerificationOptions {
  /** `verifierFor` of functions/_adapters/clients.ts, which parses what is stored. */
  readonly verifierFor: (type: IntegrationType, context: StoredContext) => Verifiable;
  readonly outbound: Outbound;
  /** How EMAIL is asked. */
  readonly send?: SendMail;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** For the whole verification, which may be several calls; below the function's own time-out. */
  readonly deadlineMs?: number;
}

/** `config` as it is stored, `credentials` opened. */
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
      const asked = ask(verifierFor(type, { config, credentials, outbound, send, now }));
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
    // Our fault, not the service's: what was known of the credential stays, and the message is not for people.
    logger.error('verification broke', { type, errorName: (error as Error | undefined)?.name });
    return integrationErrors.unavailable({
      detail: 'The verification did not work; it says nothing of the credential',
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
