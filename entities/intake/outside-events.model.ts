// Every outside event that Windlass reads, by source and detail type. The intake puts these on the bus and ignores all
// others; functions/releases/on/ci-event.ts consumes them, and functions/catalog/on/image-pushed.ts those about images. Pure.
import { ownValue } from '../_base/own-value.ts';
import { registryPush } from '../catalog/components/image-push.reader.ts';
import { appStoreVersion } from '../releases/reports/app-store.reader.ts';
import { bitbucketPush } from '../releases/reports/bitbucket.reader.ts';
import { cdeventRun } from '../releases/reports/cdevents.reader.ts';
import { githubPush, githubRun } from '../releases/reports/github.reader.ts';
import { gitlabPipeline, gitlabPush } from '../releases/reports/gitlab.reader.ts';
import { jenkinsBuild } from '../releases/reports/jenkins.reader.ts';
import type { Reader } from '../releases/reports/report.model.ts';

export const OUTSIDE_EVENTS = {
  'ci.github workflow_run': githubRun,
  'ci.github push': githubPush,
  'ci.gitlab Pipeline Hook': gitlabPipeline,
  'ci.gitlab Push Hook': gitlabPush,
  'ci.bitbucket repo:push': bitbucketPush,
  'ci.jenkins build': jenkinsBuild,
  'ci.app-store appStoreVersionAppVersionStateUpdated': appStoreVersion,
  'ci.registry push': registryPush,
  /** CDEvents from any CI system, named by their type. */
  'ci.* dev.cdevents.*': cdeventRun,
} as const satisfies Readonly<Record<string, Reader>>;

/** Undefined if no reader exists for the event. */
export const readerOf = (source: string, detailType: string): Reader | undefined =>
  detailType.startsWith('dev.cdevents.')
    ? OUTSIDE_EVENTS['ci.* dev.cdevents.*']
    : ownValue(OUTSIDE_EVENTS, `${source} ${detailType}`);
