// The release that a deployment ships: the one of its service with the version, which a component may tell by the digest, or with the
// commit as its built one.
import type { TenantId } from '../../../entities/_base/ids.ts';
import type { Attached, Place } from '../../../entities/deployments/deployment.model.ts';
import type { Told } from '../../../entities/deployments/reports/told.model.ts';
import type { WholeRelease } from '../../../entities/releases/release.view.ts';
import { unlessGone } from '../../_kit/bus/gone.ts';
import type { ReportingDeps } from '../deps.ts';

/** The releases that are looked at for a commit, newest first. */
const MOST_LOOKED_AT = 10;

/** `refs/tags/v1.5.0`, `payments-api@1.5.0` and `payments-api-v1.5.0` are 1.5.0. */
function versionsOf(service: string, names: readonly (string | undefined)[]): string[] {
  const plain = names.filter((name) => name !== undefined).map((name) => name.replace(/^refs\/(?:tags|heads)\//, ''));
  const own = plain.map((name) => (name.startsWith(service) ? name.slice(service.length).replace(/^[@/-]/, '') : name));
  return [...new Set([...plain, ...own, ...own.map((name) => name.replace(/^v(?=\d)/i, ''))])].filter(Boolean);
}

async function byVersion(tenantId: TenantId, service: string, version: string, { releases }: ReportingDeps) {
  const ids = (await releases.holdersOf(tenantId, service, version)).filter((id) => id !== undefined);
  const found = await Promise.all(ids.map((releaseId) => releases.find(tenantId, releaseId)));
  return found.find(
    (release) => release?.service === service && release.version === version && release.status !== 'CANCELLED',
  );
}

/** Characters of a branch that is looked for. */
const MOST_REF = 255;
/** Fewer characters of a commit are those of another one too easily. */
const LEAST_SHA = 7;

const isBuiltFrom = ({ pipelines }: WholeRelease, sha: string): boolean =>
  sha.length >= LEAST_SHA &&
  pipelines.some(
    ({ commitSha }) => commitSha !== undefined && (commitSha.startsWith(sha) || sha.startsWith(commitSha)),
  );

async function byCommit(
  tenantId: TenantId,
  service: string,
  sha: string,
  ref: string | undefined,
  at: number,
  deps: ReportingDeps,
) {
  const { releases, contents } = deps;
  const [onBranch, withCommit] = await Promise.all([
    ref === undefined || ref.length > MOST_REF ? [] : releases.idsOnBranch(tenantId, ref.replace(/^refs\/heads\//, '')),
    contents.find(tenantId, sha, MOST_LOOKED_AT, at),
  ]);
  const ids = [...new Set([...onBranch, ...withCommit.map(({ releaseId }) => releaseId)])].toSorted().toReversed();
  for (const id of ids.slice(0, MOST_LOOKED_AT)) {
    const whole = await unlessGone('release', releases.whole(tenantId, id));
    if (whole?.release.service === service && isBuiltFrom(whole, sha)) return whole.release;
  }
  return undefined;
}

/** The versions that components of the service have with the digest. */
async function versionsWith(
  tenantId: TenantId,
  serviceId: string,
  digest: string,
  { components }: ReportingDeps,
): Promise<string[]> {
  const { items } = await components.withDigest(tenantId, digest, { limit: MOST_LOOKED_AT });
  const found = await Promise.all(items.map(({ componentId }) => components.find(tenantId, componentId)));
  return items
    .filter((_, index) => found[index]?.serviceId === serviceId)
    .flatMap(({ semver, tag }) => (semver === undefined ? [tag] : [semver, tag]));
}

/** `ref` is the branch or tag that was deployed, `at` epoch milliseconds. */
export async function releaseOf(
  { tenantId, serviceId, service }: Place,
  told: Told,
  ref: string | undefined,
  at: number,
  deps: ReportingDeps,
): Promise<Attached | undefined> {
  const sha = told.facts.sha?.value as string | undefined;
  const version = told.facts.version?.value as string | undefined;
  const digest = told.facts.digest?.value as string | undefined;
  const tagged = digest === undefined ? [] : await versionsWith(tenantId, serviceId, digest, deps);
  for (const one of versionsOf(service, [version, ref, ...tagged])) {
    const found = await byVersion(tenantId, service, one, deps);
    if (found) return { releaseId: found.releaseId, version: found.version };
  }
  const built = sha === undefined ? undefined : await byCommit(tenantId, service, sha, ref, at, deps);
  return built && { releaseId: built.releaseId, version: built.version };
}
