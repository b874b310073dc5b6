// The summary of a release in its parent message. Pure; made of stored items as notifiers read them, and missing data is
// not shown.
import * as z from 'zod';
import type { Link } from '../message.model.ts';

export const summaryRelease = z.object({
  releaseId: z.string(),
  releaseKey: z.string(),
  version: z.string(),
  status: z.string(),
  releaseType: z.string().optional(),
  isPaused: z.boolean().default(false),
  pauseReason: z.string().optional(),
  isDelayed: z.boolean().default(false),
  delayedReason: z.string().optional(),
  regressionCycle: z.number().default(0),
  blockedByReleaseKey: z.string().optional(),
  branchRelease: z.string().optional(),
  plannedDate: z.string().optional(),
  targetReleaseDate: z.string().optional(),
  targetLocal: z.string().optional(),
  releaseUrl: z.string().optional(),
});

export const summaryTarget = z.object({
  targetIntegrationId: z.string(),
  targetStatus: z.string(),
  rolloutState: z.string().optional(),
  rolloutPercentage: z.number().optional(),
  buildNumber: z.string().optional(),
});

export const summaryBuild = z.object({
  pipelineIntegrationId: z.string(),
  buildStatus: z.string(),
  buildNumber: z.string().optional(),
  buildUrl: z.string().optional(),
});

export interface SummaryFacts {
  readonly release: z.output<typeof summaryRelease>;
  readonly targets: readonly z.output<typeof summaryTarget>[];
  readonly builds: readonly z.output<typeof summaryBuild>[];
  /** A sentence about the reason of the release's wait, and another about the actions that people can take. */
  readonly waitsFor?: { readonly text: string; readonly todo?: string | undefined } | undefined;
  /** The name of an integration, or its id if the name is unknown. */
  readonly nameOf: (integrationId: string) => string;
  /** The address of the release for people. */
  readonly releaseUrl: string | undefined;
}

export interface Summary {
  readonly title: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly links: readonly Link[];
}

/** `BUILD_SUBMITTED` as people read it: "Build submitted". */
export const inWords = (status: string): string =>
  status.charAt(0) + status.slice(1).toLowerCase().replaceAll('_', ' ');

function statusInWords(release: SummaryFacts['release']): string {
  const { status, isPaused, isDelayed, regressionCycle, blockedByReleaseKey } = release;
  const cycle = status === 'REGRESSION_IN_PROGRESS' && regressionCycle > 0 ? `, cycle ${regressionCycle}` : '';
  const held = blockedByReleaseKey === undefined ? '' : `held back by ${blockedByReleaseKey}`;
  return [inWords(status) + cycle, held, isPaused ? 'paused' : '', isDelayed ? 'delayed' : '']
    .filter(Boolean)
    .join(', ');
}

/** The progress of a staged rollout. */
function rolloutInWords({ rolloutState, rolloutPercentage }: SummaryFacts['targets'][number]): string {
  if (rolloutState === undefined || rolloutState === 'COMPLETED') return '';
  const reached = rolloutPercentage === undefined ? 'in stages' : `${rolloutPercentage} %`;
  return rolloutState === 'ROLLING_OUT' ? `, ${reached}` : `, ${rolloutState.toLowerCase()} at ${reached}`;
}

const numbered = (name: string, number: string | undefined) => (number === undefined ? name : `${name} (${number})`);

export function summaryOf({ release, targets, builds, waitsFor, nameOf, releaseUrl }: SummaryFacts): Summary {
  const lines = {
    Status: statusInWords(release),
    'Waits for': waitsFor && [waitsFor.text, waitsFor.todo].filter(Boolean).join('\n'),
    Type: release.releaseType && inWords(release.releaseType),
    Branch: release.branchRelease,
    Planned: release.plannedDate,
    Due: release.targetLocal ?? release.targetReleaseDate,
    Delayed: release.isDelayed ? release.delayedReason : undefined,
    Targets: targets
      .map((one) => {
        const name = numbered(nameOf(one.targetIntegrationId), one.buildNumber);
        return `${name}: ${inWords(one.targetStatus)}${rolloutInWords(one)}`;
      })
      .join('\n'),
    Builds: builds
      .map((one) => `${numbered(nameOf(one.pipelineIntegrationId), one.buildNumber)}: ${inWords(one.buildStatus)}`)
      .join('\n'),
  };
  const links = [
    { label: 'Release', url: releaseUrl },
    { label: 'Release page', url: release.releaseUrl },
    ...builds.map((one) => ({ label: nameOf(one.pipelineIntegrationId), url: one.buildUrl })),
  ];
  return {
    title: release.releaseKey,
    facts: Object.entries(lines).flatMap(([label, value]) => (value ? [{ label, value }] : [])),
    links: links.filter((link): link is Link => !!link.url),
  };
}
