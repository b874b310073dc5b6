// The service that a release names: held and counted in the transaction of the release, or created with it.
import { baseErrors } from '../../entities/_base/conflicts.ts';
import type { Envelope } from '../../entities/_base/events.ts';
import type { Write } from '../../entities/_base/table/table.ts';
import { refusalOf } from '../../entities/access/rights.model.ts';
import { ServiceCreated } from '../../entities/catalog/events.ts';
import type { ServiceSlugItem } from '../../entities/catalog/services/service.entity.ts';
import {
  createServiceBody,
  newService,
  SERVICE_CREATION,
  viewService,
} from '../../entities/catalog/services/service.model.ts';
import type { Caller, Change } from '../_kit/save.ts';
import type { ReleasesDeps } from './deps.ts';

export interface HeldService {
  readonly writes: readonly Write[];
  readonly events: readonly Envelope[];
  readonly furtherAudit: NonNullable<Change['furtherAudit']>;
}

/** Throws `request.forbidden` unless the caller may create a service, as its route asks. Trains act for a person who was allowed to. */
function assertMayCreate({ role, scopes = '' }: Pick<Caller, 'role' | 'scopes'>): void {
  const refusal = role && refusalOf({ role, scopes }, SERVICE_CREATION);
  if (refusal === undefined) return;
  const fields = [{ path: 'createService', code: 'request.forbidden', message: 'needs the rights of POST /services' }];
  throw baseErrors.forbidden({ detail: refusal, fields });
}

/**
 * The parts of a release's transaction about its service: counts the release if the service exists, or else creates it. Of two
 * releases that create it at once, the second one conflicts and finds it when it loads again.
 */
export function holdService(
  { tenantId, at, ...caller }: Caller,
  slug: string,
  found: ServiceSlugItem | undefined,
  { services }: Pick<ReleasesDeps, 'services'>,
): HeldService {
  if (found) return { writes: [services.use(found)], events: [], furtherAudit: [] };
  assertMayCreate(caller);
  const item = newService(tenantId, at, createServiceBody.parse({ slug }));
  const { serviceId } = item;
  return {
    writes: services.create(item, 1, baseErrors.conflict()),
    events: [ServiceCreated.create({ tenantId, at, ...caller }, serviceId, { serviceId, slug })],
    furtherAudit: [
      {
        action: 'service.created',
        resourceType: 'Service',
        resourceId: serviceId,
        details: { after: viewService(item) },
      },
    ],
  };
}
