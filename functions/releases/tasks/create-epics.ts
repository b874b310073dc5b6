// Creates an epic per platform in the ticket system, each once, unless the integration switches epics off. The release goes on
// without an epic whose required fields Windlass cannot fill in, and people are told.
import { isDomainError } from '../../../entities/_base/errors.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { PLATFORM_NAMES, type Platform } from '../../../entities/integrations/types/integration-type.ts';
import { ticketWords } from '../../../entities/releases/contents/release-content.model.ts';
import { EpicRefused, ReleaseEpicsCreated } from '../../../entities/releases/events.ts';
import { EPIC_FIELDS } from '../../../entities/releases/lifecycle/status.model.ts';
import { auditOf, factsOf } from '../deps.ts';
import { atStep } from './step.ts';

function refusalIn(error: unknown): { refusal: string } {
  if (isDomainError(error) && error.code === 'integration.fields_refused') return { refusal: error.message };
  throw error;
}

export const createEpics = atStep('CREATE_EPICS', async ({ release }, caller, deps) => {
  const { tenantId, releaseId, service, version, ticketIntegrationId } = release;
  const tickets = await deps.outside.tickets(tenantId, ticketIntegrationId ?? '');
  const epics: Record<string, string> = {};
  const refused: { platform: string; error: string }[] = [];
  const wanted = tickets.createsEpics !== false ? release.platforms : [];
  for (const platform of wanted as Platform[]) {
    const wish = {
      summary: `Release ${service} ${version} (${PLATFORM_NAMES[platform]})`,
      description: release.description ?? `Work of the release ${release.releaseKey}.`,
      marker: `windlass-${releaseId}-${platform.toLowerCase()}`,
    };
    const made = await tickets.createEpic(wish).catch((error: unknown) => refusalIn(error));
    if ('key' in made) epics[EPIC_FIELDS[platform]] = made.key;
    else refused.push({ platform: PLATFORM_NAMES[platform], error: made.refusal });
  }
  await deps.contents.note(release, ticketWords(Object.values(epics)), caller.at);
  const at = isoOf(caller.at);
  return {
    writes: [deps.releases.update(release, at, { ...epics, epicsCreatedAt: at })],
    events: [
      ReleaseEpicsCreated.create(caller, releaseId, factsOf(release)),
      ...refused.map((one) => EpicRefused.create(caller, releaseId, { ...factsOf(release), ...one })),
    ],
    audit: auditOf(release, 'release.epics_created', { ...epics, ...(refused.length > 0 && { refused }) }),
  };
});
