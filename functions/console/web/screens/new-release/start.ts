// The values with which the form begins, and the body that it sends. The names of the fields are those of the body.
import type { Input, Output } from '../../../../client.ts';
import { textOf } from '../../app/sending.ts';

type Release = Output<'GET /releases/{release}'>;
type Body = NonNullable<Input<'POST /releases'>['body']>;
export type Start = Partial<Body> & Pick<Body, 'releaseType'>;

export const UNFILLED: Start = { releaseType: 'PLANNED' };

/** Everything of an earlier release that suits another one: neither version nor dates nor branches of its own. */
export const startOf = (release: Release): Start => ({
  service: release.service,
  releaseType: release.releaseType,
  scmIntegrationId: release.scmIntegrationId,
  // A hotfix is cut from the tag of the release before.
  ...(release.baseTag === undefined && { baseBranch: release.baseBranch }),
  targets: release.targets.map(({ targetIntegrationId }) => targetIntegrationId),
  pipelines: release.pipelines.map(({ pipelineIntegrationId }) => pipelineIntegrationId),
  components: release.components.map(({ componentId }) => ({ componentId })),
  communicationIntegrationId: release.communicationIntegrationId,
  ticketIntegrationId: release.ticketIntegrationId,
  releasePilotId: release.releasePilotId,
  description: release.description,
  manualSubmission: release.manualSubmission,
  waitForNotes: release.waitForNotes,
});

/** The choice of the list that stands for a service which does not exist yet. */
export const NEW_SERVICE = '+';

/** The input of a time has no zone: this browser's is meant. */
const instantOf = (text: string | undefined) => text && new Date(text).toISOString();

/** Needed fields are sent empty rather than not at all, so that the API says what is right there. */
export function bodyOf(form: FormData): Body {
  const text = (name: keyof Body | 'newService') => textOf(form, name);
  const isOn = (name: keyof Body) => form.has(name);
  const isNew = text('service') === NEW_SERVICE;
  return {
    service: text(isNew ? 'newService' : 'service') ?? '',
    ...(isNew && { createService: true }),
    version: text('version') ?? '',
    releaseType: text('releaseType') as Body['releaseType'],
    scmIntegrationId: text('scmIntegrationId') ?? '',
    baseBranch: text('baseBranch'),
    baseTag: text('baseTag'),
    baseVersion: text('baseVersion'),
    branchRelease: text('branchRelease'),
    targets: form.getAll('targets').map(String),
    pipelines: form.getAll('pipelines').map(String),
    ...(form.has('components') && {
      components: form.getAll('components').map((id) => ({ componentId: String(id) })),
    }),
    communicationIntegrationId: text('communicationIntegrationId'),
    ticketIntegrationId: text('ticketIntegrationId'),
    releasePilotId: text('releasePilotId'),
    description: text('description'),
    plannedDate: text('plannedDate'),
    autoKickoff: isOn('autoKickoff'),
    targetReleaseDate: text('targetReleaseDate'),
    submitAt: instantOf(text('submitAt')),
    ...(isOn('manualSubmission') && { manualSubmission: true }),
    ...(isOn('waitForNotes') && { waitForNotes: true }),
  };
}
