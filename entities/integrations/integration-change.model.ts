// The transitions of an integration: creation, changes and verification. Pure.
import { isDeepStrictEqual } from 'node:util';
import type { DomainError } from '../_base/errors.ts';
import { isoOf } from '../_base/time/iso.ts';
import type { IntegrationItem } from './integration.entity.ts';
import type { IntegrationKind } from './types/integration-kinds.ts';
import { INTEGRATION_TYPES, type IntegrationType } from './types/integration-types.ts';

interface NewIntegration {
  readonly tenantId: string;
  readonly integrationId: string;
  readonly kind: IntegrationKind;
  readonly type: IntegrationType;
  readonly name: string;
  readonly config: unknown;
  readonly isActive: boolean;
  readonly configuredByAccountId: string;
}

/** A new integration: not verified and not used. `at` is epoch milliseconds, here and below. */
export function newIntegration(input: NewIntegration, at: number): IntegrationItem {
  return {
    ...input,
    verificationStatus: 'PENDING',
    healthStatus: 'UNKNOWN',
    useCount: 0,
    ...{ createdAt: isoOf(at), updatedAt: isoOf(at), revision: 1, schemaVersion: 1 },
  };
}

export interface IntegrationChange {
  readonly name?: string | undefined;
  /** The whole config after the change. */
  readonly config?: unknown;
  readonly isActive?: boolean | undefined;
  /** True if the change contains new credentials. */
  readonly hasNewCredentials: boolean;
  /** The author of the change. */
  readonly byAccountId?: string;
}

/** The fields of a config that the service verifies. */
function verifiedFields(type: IntegrationType, config: unknown): object {
  const unverified: readonly string[] = INTEGRATION_TYPES[type].unverified;
  return Object.fromEntries(Object.entries(config as object).filter(([field]) => !unverified.includes(field)));
}

/**
 * The next revision. A new credential, or a change of fields that the service verifies, needs a new verification; a
 * change of other fields does not.
 */
export function changedIntegration(item: IntegrationItem, change: IntegrationChange, at: number): IntegrationItem {
  const { verificationError, ...kept } = item;
  const verified = (config: unknown) => verifiedFields(item.type, config);
  const isReconfigured =
    change.config !== undefined && !isDeepStrictEqual(verified(change.config), verified(item.config));
  const isUnproven = isReconfigured || change.hasNewCredentials;
  return {
    ...kept,
    ...(isUnproven || verificationError === undefined ? {} : { verificationError }),
    ...(isUnproven ? { verificationStatus: 'PENDING', healthStatus: 'UNKNOWN' } : {}),
    name: change.name ?? item.name,
    config: change.config ?? item.config,
    isActive: change.isActive ?? item.isActive,
    ...((change.config !== undefined || change.hasNewCredentials) && change.byAccountId !== undefined
      ? { configuredByAccountId: change.byAccountId }
      : {}),
    revision: item.revision + 1,
    updatedAt: isoOf(at),
  };
}

/** The result of a verification: ok, or the error of the service. */
export type VerificationOutcome =
  | { readonly ok: true; readonly workspaceId?: string | undefined }
  | { readonly ok: false; readonly error: DomainError };

/** The service's answer says nothing about the credentials: the verification status stays. */
const TELLS_NOTHING: ReadonlySet<string> = new Set(['integration.unavailable', 'integration.rate_limited']);
const MAX_ERROR_CHARS = 300;

/** The next revision after a verification. The error text must not contain secrets. */
export function verifiedIntegration(item: IntegrationItem, outcome: VerificationOutcome, at: number): IntegrationItem {
  const { verificationError: _, ...kept } = item;
  const next = { ...kept, lastVerifiedAt: isoOf(at), revision: item.revision + 1, updatedAt: isoOf(at) };
  if (outcome.ok) {
    const { brokenSince: _mended, workspaceId: _before, ...well } = next;
    const { workspaceId } = outcome;
    return {
      ...well,
      verificationStatus: 'VALID',
      healthStatus: 'HEALTHY',
      ...(workspaceId === undefined ? {} : { workspaceId }),
    };
  }
  const { code, title, details } = outcome.error;
  const failed = { ...next, healthStatus: 'UNHEALTHY', verificationError: cut(details.detail ?? title) } as const;
  if (TELLS_NOTHING.has(code)) return failed;
  return {
    ...failed,
    ...(item.verificationStatus === 'VALID' ? { brokenSince: isoOf(at) } : {}),
    verificationStatus: code === 'integration.expired' ? 'EXPIRED' : 'INVALID',
  };
}

type Standing = Pick<IntegrationItem, 'brokenSince'>;

/** The result of a verification for people: the integration broke or recovered; undefined if neither changed. */
export function newsOf(before: Standing, after: Standing): 'INVALIDATED' | 'RECOVERED' | undefined {
  if (before.brokenSince === after.brokenSince) return undefined;
  return before.brokenSince === undefined ? 'INVALIDATED' : 'RECOVERED';
}

const cut = (text: string) => (text.length > MAX_ERROR_CHARS ? `${text.slice(0, MAX_ERROR_CHARS - 1)}…` : text);

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** JSON merge patch (RFC 7396): objects merge, null removes, everything else replaces. */
export function mergePatch(current: unknown, patch: Json): Json {
  const merged = new Map(Object.entries(isObject(current) ? current : {}));
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key);
    else merged.set(key, isObject(value) ? mergePatch(merged.get(key), value) : value);
  }
  return Object.fromEntries(merged);
}
