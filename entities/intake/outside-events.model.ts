// Every outside event that Windlass reads, by source and detail type. The intake puts these on the bus and ignores all
// others; functions/releases/on/ci-event.ts consumes them, functions/catalog/on/image-pushed.ts those about images, and
// functions/deployments/on/deployment-reported.ts those about deployments. Pure.
import { ownValue } from '../_base/own-value.ts';
import { registryPush } from '../catalog/components/image-push.reader.ts';
import { cdeventService } from '../deployments/reports/cdevents.reader.ts';
import { githubDeployment, githubDeploymentStatus } from '../deployments/reports/github.reader.ts';
import { gitlabDeployment } from '../deployments/reports/gitlab.reader.ts';
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
  'ci.github deployment': githubDeployment,
  'ci.github deployment_status': githubDeploymentStatus,
  'ci.gitlab Pipeline Hook': gitlabPipeline,
  'ci.gitlab Push Hook': gitlabPush,
  'ci.gitlab Deployment Hook': gitlabDeployment,
  'ci.bitbucket repo:push': bitbucketPush,
  'ci.jenkins build': jenkinsBuild,
  'ci.app-store appStoreVersionAppVersionStateUpdated': appStoreVersion,
  'ci.registry push': registryPush,
  'ci.* dev.cdevents.service.*': cdeventService,
  /** All other CDEvents from any CI system, named by their type. */
  'ci.* dev.cdevents.*': cdeventRun,
} as const satisfies Readonly<Record<string, Reader>>;

/** Undefined if no reader exists for the event. */
export function readerOf(source: string, detailType: string): Reader | undefined {
  if (detailType.startsWith('dev.cdevents.service.')) return OUTSIDE_EVENTS['ci.* dev.cdevents.service.*'];
  if (detailType.startsWith('dev.cdevents.')) return OUTSIDE_EVENTS['ci.* dev.cdevents.*'];
  return ownValue(OUTSIDE_EVENTS, `${source} ${detailType}`);
}
