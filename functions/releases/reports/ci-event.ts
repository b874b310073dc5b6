// Events of CI systems as build reports: one reader per system. They come from our webhook intake or are put on the bus by
// the CI system itself; both carry the system's own payload.

import * as z from 'zod';
import { ownValue } from '../../../entities/_base/own-value.ts';
import type { BuildReport } from '../../../entities/releases/builds/build-report.model.ts';
import type { BusEvent } from '../../_kit/bus/bus-event.ts';
import { readCdevent } from './readers/cdevents.ts';
import { readGithubRun } from './readers/github.ts';
import { readGitlabPipeline } from './readers/gitlab.ts';
import { readJenkinsBuild } from './readers/jenkins.ts';
import { readOrCount } from './unmatched.ts';

/** Of every event from outside. Without a tenant it is nobody's, and ends where the operator looks. */
export const outsideDetail = z.looseObject({
  tenantId: z.string(),
  integrationId: z.string().optional(),
  payload: z.unknown().optional(),
});

type Reader = (payload: unknown) => BuildReport | undefined;

const READERS: Readonly<Record<string, Reader>> = {
  'ci.github workflow_run': readGithubRun,
  'ci.gitlab Pipeline Hook': readGitlabPipeline,
  'ci.jenkins build': readJenkinsBuild,
};

/** CDEvents come from any system; their type tells them. */
const readerOf = (event: BusEvent): Reader | undefined =>
  event['detail-type'].startsWith('dev.cdevents.')
    ? readCdevent
    : ownValue(READERS, `${event.source} ${event['detail-type']}`);

/** The report, or undefined for an event that is not about a build (a push, a tag, another system's) or cannot be read. */
export function readCiEvent(event: BusEvent): { tenantId: string; report: BuildReport } | undefined {
  const read = readerOf(event);
  if (!read) return undefined;
  const { tenantId, integrationId, payload } = outsideDetail.parse(event.detail);
  const report = readOrCount(event, () => read(payload));
  return report && { tenantId, report: { ...report, integrationId } };
}
