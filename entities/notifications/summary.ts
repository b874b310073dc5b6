// A release at a glance, as the one message shows it that is kept up to date. Pure; made of stored items as notifiers read
// them, so everything that is missing is simply not shown.
import * as z from 'zod';
import type { Link } from './messages.ts';

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
  branchRelease: z.string().optional(),
  plannedDate: z.string().optional(),
  targetReleaseDate: z.string().optional(),
  releaseUrl: z.string().optional(),
});

export const summaryTarget = z.object({
  targetIntegrationId: z.string(),
  targetStatus: z.string(),
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
  /** The name of an integration, or its id when it is not known. */
  readonly nameOf: (integrationId: string) => string;
  /** Where the release is for people; empty when unknown. */
  readonly releaseUrl: string;
}

export interface Summary {
  readonly title: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly links: readonly Link[];
}

/** `BUILD_SUBMITTED` as people read it: "Build submitted". */
export const inWords = (status: string): string =>
  status.charAt(0) + status.slice(1).toLowerCase().replaceAll('_', ' ');

export function statusInWords({ status, isPaused, isDelayed, regressionCycle }: SummaryFacts['release']): string {
  const cycle = status === 'REGRESSION_IN_PROGRESS' && regressionCycle > 0 ? `, cycle ${regressionCycle}` : '';
  return [inWords(status) + cycle, isPaused ? 'paused' : '', isDelayed ? 'delayed' : ''].filter(Boolean).join(', ');
}

const numbered = (name: string, number: string | undefined) => (number === undefined ? name : `${name} (${number})`);

export function summaryOf({ release, targets, builds, nameOf, releaseUrl }: SummaryFacts): Summary {
  const lines = {
    Status: statusInWords(release),
    Type: release.releaseType && inWords(release.releaseType),
    Branch: release.branchRelease,
    Planned: release.plannedDate,
    Due: release.targetReleaseDate,
    Delayed: release.isDelayed ? release.delayedReason : undefined,
    Targets: targets
      .map((one) => `${numbered(nameOf(one.targetIntegrationId), one.buildNumber)}: ${inWords(one.targetStatus)}`)
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
