// The integrations that a release names, in the order of its form. Pure.
import type { IntegrationRef } from '../../integrations/integration.model.ts';
import type { WholeRelease } from '../release.view.ts';

/** As events of a release name them. */
export interface NamedIntegrations {
  readonly scmIntegrationId?: string | undefined;
  readonly targetIntegrationIds?: readonly string[] | undefined;
  readonly pipelineIntegrationIds?: readonly string[] | undefined;
  readonly communicationIntegrationId?: string | undefined;
  readonly ticketIntegrationId?: string | undefined;
}

const refsOfKind = (kind: IntegrationRef['kind'], ids: readonly (string | undefined)[] = []): IntegrationRef[] =>
  ids.flatMap((integrationId) => (integrationId === undefined ? [] : [{ kind, integrationId }]));

export const refsOf = (named: NamedIntegrations): IntegrationRef[] => [
  ...refsOfKind('SCM', [named.scmIntegrationId]),
  ...refsOfKind('TARGET', named.targetIntegrationIds),
  ...refsOfKind('PIPELINE', named.pipelineIntegrationIds),
  ...refsOfKind('COMMUNICATION', [named.communicationIntegrationId]),
  ...refsOfKind('TICKET', [named.ticketIntegrationId]),
];

export const namedBy = ({ release, targets, pipelines }: WholeRelease) => ({
  scmIntegrationId: release.scmIntegrationId,
  targetIntegrationIds: targets.map(({ targetIntegrationId }) => targetIntegrationId),
  pipelineIntegrationIds: pipelines.map(({ pipelineIntegrationId }) => pipelineIntegrationId),
  communicationIntegrationId: release.communicationIntegrationId,
  ticketIntegrationId: release.ticketIntegrationId,
});

export const targetRefs = (targets: WholeRelease['targets']) =>
  targets.map(({ targetIntegrationId: integrationId }) => ({ kind: 'TARGET' as const, integrationId }));
export const pipelineRefs = (pipelines: WholeRelease['pipelines']) =>
  pipelines.map(({ pipelineIntegrationId: integrationId }) => ({ kind: 'PIPELINE' as const, integrationId }));
