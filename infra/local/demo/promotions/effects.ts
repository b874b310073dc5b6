// The effects of the promotions of the demo, counted from what Windlass, the hosts and the auditor say.
import type { Effect } from '../expectations.ts';
import type { Reply, Scene } from '../scene.ts';
import type { Crew } from './agents.ts';
import type { Audit } from './auditor.ts';
import { HOSTS } from './places.ts';
import { PACKETS } from './promoted-play.ts';

/** Each host gets the release before, two hosts the hotfix, and one of them the release before again. */
const TASKS = HOSTS.staging.length + HOSTS.production.length + HOSTS.staging.length + 2;

export interface Promoted {
  /** Oldest first. */
  readonly promotions: readonly Reply[];
  /** The release before, and the hotfix. */
  readonly releases: { readonly base: Reply; readonly hotfix: Reply };
  readonly crew: Crew;
  readonly audit: Audit | undefined;
  /** Exit statuses of the agents. */
  readonly statuses: readonly (number | null)[];
}

async function decidedByTwo({ developer }: Scene, { approvalId }: Reply): Promise<boolean> {
  const { status, decisions } = await developer.must('GET /approvals/{approval}', { params: { approval: approvalId } });
  return status === 'APPROVED' && new Set(decisions.map(({ userId }) => userId)).size === 2;
}

async function tasksOf({ developer }: Scene, { deploymentId }: Reply): Promise<readonly Reply[]> {
  const params = { deployment: deploymentId };
  return (await developer.must('GET /deployments/{deployment}/tasks', { params, query: { limit: 100 } })).items;
}

/** Hosts that run what their target says, and what they should: production the release before, staging the hotfix. */
async function rightHosts({ developer }: Scene, { releases, crew }: Promoted): Promise<number> {
  const { items } = await developer.must('GET /targets', { query: { limit: 100 } });
  const digestOf = ({ components: [component] }: Reply): string => component.digest;
  const isRight = (host: string, release: Reply): boolean => {
    const wanted = digestOf(release);
    const target = items.find(({ name }) => name === host);
    return crew.digestOn(host) === wanted && target?.currentDigest === wanted && target.driftSince === null;
  };
  const { base, hotfix } = releases;
  return [
    ...HOSTS.staging.map((host) => isRight(host, hotfix)),
    ...HOSTS.production.map((host) => isRight(host, base)),
  ].filter(Boolean).length;
}

export async function promotionEffects(scene: Scene, promoted: Promoted): Promise<readonly Effect[]> {
  const { promotions, releases, audit, statuses } = promoted;
  const query = { releaseId: String(releases.hotfix.id), limit: 100 };
  const [approved, tasks, hosts, packets] = await Promise.all([
    Promise.all(promotions.filter(({ approvalId }) => approvalId !== null).map((one) => decidedByTwo(scene, one))),
    Promise.all(promotions.map((one) => tasksOf(scene, one))),
    rightHosts(scene, promoted),
    scene.developer.must('GET /evidence', { query }),
  ]);
  const effect = (service: string, what: string, seen: number, expected: number): Effect => ({
    ...{ service, what, seen, expected },
  });
  const ended = (end: string) => promotions.filter(({ status }) => status === end).length;
  return [
    effect('windlass', 'promotions DEPLOYED', ended('DEPLOYED'), 3),
    effect('windlass', 'promotions ROLLED_BACK', ended('ROLLED_BACK'), 1),
    effect('windlass', 'approvals by two people', approved.filter(Boolean).length, 2),
    effect('agents', 'tasks SUCCEEDED', tasks.flat().filter(({ status }) => status === 'SUCCEEDED').length, TASKS),
    effect('agents', 'hosts with their digest', hosts, HOSTS.staging.length + HOSTS.production.length),
    effect('agents', 'drained, exit status 0', statuses.filter((status) => status === 0).length, 2),
    effect('evidence', 'packets of the hotfix', packets.items.length, PACKETS),
    effect('evidence', 'file verified, exit status 0', audit?.whole.status === 0 ? 1 : 0, 1),
    effect('evidence', 'forged file refused', audit?.forged.status === 1 ? 1 : 0, 1),
  ];
}
