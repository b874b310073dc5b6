// Creates an epic per platform in the ticket system, each once.
import { ReleaseEpicsCreated } from '../../../entities/releases/events.ts';
import { auditOf, factsOf, isoOf } from '../deps.ts';
import { atStep, type TaskDeps } from './step.ts';

const EPIC_FIELDS = { IOS: 'iOSEpicId', ANDROID: 'androidEpicId', WEB: 'webEpicId' } as const;
const PLATFORM_NAMES = { IOS: 'iOS', ANDROID: 'Android', WEB: 'Web' } as const;

export const createEpics = (raw: unknown, deps: TaskDeps) =>
  atStep('CREATE_EPICS', raw, deps, async ({ release }, caller) => {
    const { tenantId, releaseId, service, version, ticketIntegrationId } = release;
    const tickets = await deps.outside.tickets(tenantId, ticketIntegrationId ?? '');
    const epics: Record<string, string> = {};
    for (const platform of release.platforms as (keyof typeof EPIC_FIELDS)[]) {
      const { key } = await tickets.createEpic({
        summary: `Release ${service} ${version} (${PLATFORM_NAMES[platform]})`,
        description: release.description ?? `Work of the release ${release.releaseKey}.`,
        marker: `windlass-${releaseId}-${platform.toLowerCase()}`,
      });
      epics[EPIC_FIELDS[platform]] = key;
    }
    const at = isoOf(caller.at);
    await deps.commit(caller, {
      writes: [deps.releases.update(release, at, { ...epics, epicsCreatedAt: at })],
      events: [ReleaseEpicsCreated.create(caller, releaseId, factsOf(release))],
      audit: auditOf(release, 'release.epics_created', epics),
    });
  });
