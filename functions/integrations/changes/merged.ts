// Merges a change of config or credentials into the stored values and checks the result as a whole.
import type * as z from 'zod';
import { baseErrors } from '../../../entities/_base/conflicts.ts';
import type { FieldProblem } from '../../../entities/_base/errors.ts';
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import type { UpdateIntegrationBody } from '../../../entities/integrations/integration.model.ts';
import type { IntegrationItem } from '../../../entities/integrations/integration.repo.ts';
import { mergePatch } from '../../../entities/integrations/integration-change.model.ts';
import { isMoved, missingCredentials, missingProof } from '../../../entities/integrations/types/destination.model.ts';
import { INTEGRATION_TYPES } from '../../../entities/integrations/types/integration-types.ts';
import { fieldProblems, problemDetails } from '../../_kit/http/problem.ts';
import type { IntegrationsDeps } from '../deps.ts';

interface Merged {
  /** The complete config or credentials after the change; undefined if the request does not change them. */
  readonly config: unknown;
  readonly credentials: unknown;
}

type Patch = Readonly<Record<string, unknown>>;

/**
 * Throws `request.invalid` with every problem of both, or `integration.credentials_needed`. Opens the credentials only if
 * the request changes them or the address that they are sent to.
 */
export async function mergedWith(
  item: IntegrationItem,
  body: Pick<UpdateIntegrationBody, 'config' | 'credentials'>,
  deps: Pick<IntegrationsDeps, 'integrations' | 'sealer'>,
): Promise<Merged> {
  const problems: FieldProblem[] = [];
  const checked = (schema: z.ZodType, path: string, current: unknown, patch: Patch | undefined) => {
    if (patch === undefined) return undefined;
    const parsed = schema.safeParse(mergePatch(current, patch));
    if (!parsed.success) problems.push(...fieldProblems(parsed.error, path));
    return parsed.data;
  };
  const schemas = INTEGRATION_TYPES[item.type];
  const current = body.credentials && (await credentialsOf(item, deps));
  const config = checked(schemas.config, 'config', item.config, body.config);
  const credentials = checked(schemas.credentials, 'credentials', current, body.credentials);
  if (problems.length > 0) throw baseErrors.invalid(problemDetails(problems));
  const unproven = missingProof({ type: item.type, given: body.credentials });
  if (unproven.length > 0) throw integrationErrors.credentials_needed(problemDetails(unproven));
  if (config !== undefined && isMoved(item.config, config)) {
    const stored = current ?? (await credentialsOf(item, deps));
    const move = { type: item.type, before: item.config, after: config, stored, given: body.credentials };
    const missing = missingCredentials(move);
    if (missing.length > 0) throw integrationErrors.credentials_needed(problemDetails(missing));
  }
  return { config, credentials };
}

/** The opened credentials of an integration. */
export async function credentialsOf(
  { tenantId, integrationId }: IntegrationItem,
  { integrations, sealer }: Pick<IntegrationsDeps, 'integrations' | 'sealer'>,
): Promise<unknown> {
  const sealed = await integrations.getSecret(tenantId, integrationId);
  if (sealed === undefined) throw baseErrors.conflict();
  return sealer.open(tenantId, integrationId, sealed);
}
