// Messages to people about builds and regression cycles. Pure.
import { BuildFailed, BuildSucceeded, BuildTriggered, RegressionStarted } from '../../releases/events.ts';
import { type MessageContext, type Words, type Writer, withBuild, writer } from '../message-writer.ts';

interface Build {
  readonly releaseKey: string;
  readonly pipelineIntegrationId: string;
  readonly buildNumber?: string | undefined;
  readonly buildUrl?: string | undefined;
}

const buildWords = (
  what: string,
  build: Build,
  { nameOf }: MessageContext,
  ...more: readonly (string | undefined)[]
): Words => ({
  title: `Build ${what}: ${build.releaseKey}`,
  lines: [withBuild(nameOf(build.pipelineIntegrationId), build.buildNumber), ...more],
  links: [{ label: 'Build', url: build.buildUrl }],
});

const CYCLES = {
  FIRST: '',
  NEW_BUILD: ', for another build',
  REJECTED: ', after a rejection',
  CHERRY_PICK: ', with cherry-picked commits',
} as const;

export const BUILD_WRITERS: readonly Writer[] = [
  writer(BuildTriggered, 'builds', (build, context) => buildWords('triggered', build, context)),
  writer(BuildSucceeded, 'builds', (build, context) => buildWords('succeeded', build, context)),
  writer(BuildFailed, 'builds', (build, context) => {
    const { releaseKey, pipelineIntegrationId: id, reason, buildStatus } = build;
    const again = `Ask for another build: /windlass trigger ${releaseKey}, or POST …/pipelines/${id}/trigger`;
    return buildWords(buildStatus === 'CANCELLED' ? 'cancelled' : 'failed', build, context, reason, again);
  }),
  writer(RegressionStarted, 'releases', ({ releaseKey, cycle, reason = 'FIRST' }) => ({
    title: `Regression started: ${releaseKey}`,
    lines: [`Cycle ${cycle}${CYCLES[reason]}`],
  })),
];
