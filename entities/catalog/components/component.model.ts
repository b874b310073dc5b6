// A component: an image repository of a service. Bodies and view. Pure. Source: Component of the orchestrator's entities.
import * as z from 'zod';
import { pageQuery } from '../../_base/list.ts';
import { namesAmong, prose, reference } from '../../_base/text.ts';
import { actionsView } from '../../access/actions/action.model.ts';
import { componentErrors } from '../errors.ts';
import { CHANGES_SOMETHING } from '../services/service.model.ts';
import type { ComponentItem } from './component.entity.ts';

export const channel = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,31}$/, 'must be a channel such as stable or beta');

/** Names of the distribution specification: a registry's host, then lower-case words with slashes. */
const IMAGE =
  /^(?:[A-Za-z0-9.-]+(?::\d{1,5})?\/)?[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*)*$/;

/** TAG: a semantic version is read from each tag, and its channel is the first word of its pre-release. MANUAL: people give both. */
const versioningStrategy = z.strictObject({
  kind: z.enum(['TAG', 'MANUAL']).default('TAG'),
  tagPrefix: z
    .string()
    .max(32)
    .regex(/^[\w.-]*$/, 'must be the beginning of a tag')
    .default('')
    .describe('Left out of tags before their version is read; a leading v always is'),
});
export type VersioningStrategy = z.output<typeof versioningStrategy>;

const fields = {
  name: z
    .string()
    .max(100)
    .regex(/^[A-Za-z0-9][\w.-]*$/, 'must be a name such as checkout-web')
    .describe('Unique in the tenant, without regard to case'),
  displayName: prose(100).trim().min(1),
  imageRepository: z
    .string()
    .max(255)
    .regex(IMAGE, 'must be an image repository without a tag, such as ghcr.io/acme/checkout'),
  versioningStrategy,
  defaultChannel: channel,
  serviceId: reference.describe('The service that the component belongs to'),
  registryIntegrationId: reference.describe('The REGISTRY integration that its versions are read from'),
  isIrreversible: z
    .boolean()
    .describe('It cannot go back to an earlier version; a rollback that would change it is refused'),
};

export const createComponentBody = z.lazy(() =>
  z.strictObject({
    ...fields,
    displayName: fields.displayName.optional(),
    versioningStrategy: versioningStrategy.default({ kind: 'TAG', tagPrefix: '' }),
    defaultChannel: channel.default('stable'),
    serviceId: fields.serviceId.optional(),
    registryIntegrationId: fields.registryIntegrationId.optional(),
    isIrreversible: fields.isIrreversible.default(false),
  }),
);

/** Null deletes a field. */
export const updateComponentBody = z.lazy(() =>
  z
    .strictObject({
      ...fields,
      displayName: fields.displayName.nullable(),
      serviceId: fields.serviceId.nullable(),
      registryIntegrationId: fields.registryIntegrationId.nullable(),
    })
    .partial()
    .refine((body) => Object.keys(body).length > 0, CHANGES_SOMETHING),
);

export const listComponentsQuery = z.strictObject({
  ...pageQuery,
  service: reference.optional().describe('The id of the service'),
});

export const componentView = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    displayName: z.string().nullable(),
    imageRepository: z.string(),
    versioningStrategy,
    defaultChannel: z.string(),
    serviceId: z.string().nullable(),
    registryIntegrationId: z.string().nullable(),
    isIrreversible: z.boolean(),
    refreshedAt: z.iso.datetime().nullable().describe('When all tags were last read from the registry'),
    refreshError: z.string().nullable().describe('Why the tags could not be read since'),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    revision: z.number().int(),
  })
  .meta({ id: 'ComponentSummary' });

const COMPONENT_ACTIONS = ['updateComponent', 'recordComponentVersion', 'refreshComponent', 'deleteComponent'] as const;
export type ComponentAction = (typeof COMPONENT_ACTIONS)[number];

/** One component; as an entry of a list, and after a change, it has no actions. */
export const shownComponentView = z.strictObject({ ...componentView.shape, actions: actionsView(COMPONENT_ACTIONS) });

export function viewComponent(item: ComponentItem): z.output<typeof componentView> {
  const { componentId: id, name, imageRepository, versioningStrategy: strategy, defaultChannel } = item;
  return {
    ...{ id, name, imageRepository, versioningStrategy: strategy, defaultChannel },
    displayName: item.displayName ?? null,
    serviceId: item.serviceId ?? null,
    registryIntegrationId: item.registryIntegrationId ?? null,
    isIrreversible: item.isIrreversible ?? false,
    refreshedAt: item.refreshedAt ?? null,
    refreshError: item.refreshError ?? null,
    createdAt: item.createdAt,
    updatedAt: item.updatedAt,
    revision: item.revision,
  };
}

/** Throws `component.in_use`; `targets` are some of those that run it. */
export function assertUnused({ useCount = 0 }: Pick<ComponentItem, 'useCount'>, targets: readonly string[] = []): void {
  if (useCount === 0) return;
  const detail = `${useCount} ${useCount === 1 ? 'target runs' : 'targets run'} it${namesAmong(useCount, targets)}`;
  throw componentErrors.in_use({ detail, members: { useCount } });
}

/** Throws `component.no_registry`. */
export function assertHasRegistry({ registryIntegrationId }: ComponentItem): void {
  if (registryIntegrationId !== undefined) return;
  throw componentErrors.no_registry({ detail: 'PATCH the component with registryIntegrationId first.' });
}
