// Finds the integration that a request's path names. An id of another tenant, an id of another kind and an invalid id all
// answer the same 404.
import { baseErrors } from '../../../entities/_base/conflicts.ts';
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import type { IntegrationItem } from '../../../entities/integrations/integration.repo.ts';
import { type IntegrationKind, kindOfSegment } from '../../../entities/integrations/types/integration-kinds.ts';
import type { Call } from '../../_kit/http/http-handler.ts';
import type { IntegrationsDeps } from '../deps.ts';

type Addressing = Pick<Call, 'caller' | 'params'>;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Throws `request.not_found` if the segment names no kind. */
export function addressedKind({ params }: Addressing): IntegrationKind {
  const kind = kindOfSegment(params.kind ?? '');
  if (kind === undefined) throw baseErrors.not_found();
  return kind;
}

/** Throws `integration.not_found`. */
export async function addressedIntegration(
  call: Addressing,
  deps: Pick<IntegrationsDeps, 'integrations'>,
): Promise<IntegrationItem> {
  const kind = addressedKind(call);
  const integrationId = call.params.integrationId ?? '';
  const item = UUID.test(integrationId)
    ? await deps.integrations.get(call.caller.tenantId, { kind, integrationId })
    : undefined;
  if (item === undefined) throw integrationErrors.not_found();
  return item;
}

/** The addresses in a configuration, by field path. */
export const addressesIn = (config: unknown): Record<string, unknown> => {
  const { baseUrl, tokenUrl, url } = Object(config) as Readonly<Record<string, unknown>>;
  return { 'config.baseUrl': baseUrl, 'config.tokenUrl': tokenUrl, 'config.url': url };
};
