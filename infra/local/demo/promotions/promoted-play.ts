// Promotions to environments: the release before goes to staging and production, then the hotfix, whose canary in production fails and
// takes itself back. The evidence of the hotfix is checked at the end.
import { MARKS } from '../plays/plot.ts';
import type { Reply, Scene } from '../scene.ts';
import type { Play, Step } from '../steps.ts';
import type { Crew } from './agents.ts';
import { type Audit, auditEvidence } from './auditor.ts';
import { HOSTS, openPlaces } from './places.ts';
import { type Promotion, promotionTo } from './promotion.ts';
import { approvedByTwo, asked, deployed, refusedToRequester } from './promotion-steps.ts';

const AGENTS = ['agent-1', 'agent-2'];
/** Decisions about both promotions, both deployments, and the rollback of the canary. */
export const PACKETS = 5;

const METRIC = { name: 'error_rate', value: 7.5, unit: 'percent' };
/** A third of the hosts; a short soak, in which CI records the metric. */
const CANARY = {
  strategy: 'CANARY',
  steps: [{ percent: 30, soakSeconds: 4, thresholds: [{ metric: METRIC.name, most: 1 }] }],
};

export interface Staged {
  readonly service: string;
  readonly version: string;
  readonly componentId: string;
  readonly crew: Crew;
  /** For the files of the auditor. */
  readonly folder: string;
}

const releaseOf = ({ developer }: Scene, { service, version }: Staged): Promise<Reply> =>
  developer.must('GET /releases/{release}', { params: { release: `${service}@${version}` } });

/** The release before: nobody is there to deploy it, until two agents join. */
export function firstPlay(staged: Staged): Play {
  const { version, crew } = staged;
  const [staging, production] = [promotionTo('staging'), promotionTo('production')];
  return {
    name: 'PROMOTED',
    steps: [
      {
        what: 'environments are created',
        async act({ scene }) {
          await openPlaces(scene, staged.componentId);
          return releaseOf(scene, staged);
        },
        line: `staging: ${HOSTS.staging.length} host; production: ${HOSTS.production.length} hosts, two people approve`,
      },
      {
        what: `${version} waits for an agent`,
        act: ({ scene, release }) => staging.request(scene, release),
        reads: staging.look,
        until: ({ statusCode }) => statusCode === 'agents.offline',
        line: ({ statusReason }) => `${version} to staging? ${statusReason}`,
      },
      {
        what: 'two agents join',
        act: ({ scene }) => crew.start(scene, AGENTS),
        reads: async ({ scene }) => scene.lead.must('GET /agents', { query: { status: 'ONLINE' } }),
        until: ({ items }) => items.length === AGENTS.length,
        line: `npm run agent: ${AGENTS.join(' and ')} are ONLINE`,
      },
      deployed(staging, version),
      asked(production, ({ policy }) => `${version} to production? ${policy.approvalsNeeded} people must approve`),
      refusedToRequester(production),
      ...approvedByTwo(production, { inChat: false }),
      deployed(production, version),
    ],
  };
}

function canarySteps(production: Promotion, version: string): readonly Step[] {
  return [
    {
      what: 'the canary has the hotfix',
      async reads(at) {
        const { deploymentId } = await production.look(at);
        if (deploymentId === null) return undefined;
        const params = { deployment: deploymentId };
        return at.scene.developer.must('GET /deployments/{deployment}/tasks', { params });
      },
      until: ({ items }) => items.length > 0 && items.every(({ status }: Reply) => status === 'SUCCEEDED'),
      line: ({ items }) => `canary: ${items.map(({ targetName }: Reply) => targetName).join(', ')} has ${version}`,
    },
    {
      what: 'CI records a metric',
      async act(at) {
        const { deploymentId: deployment } = await production.look(at);
        const body = { metrics: [METRIC] };
        await at.scene.ci.must('POST /deployments/{deployment}/metrics', { params: { deployment }, body });
      },
      line: `CI: ${METRIC.name} is ${METRIC.value}, at most 1 is allowed`,
      tone: 'bad',
    },
    {
      what: 'the canary is taken back',
      reads: production.look,
      until: ({ status }) => status === 'ROLLED_BACK',
      line: ({ statusReason }) => `ROLLED BACK by itself. ${statusReason}`,
      tone: 'bad',
    },
  ];
}

/** The hotfix, once it is out. `onAudit` gets what the auditor found. */
export function canaryPlay(staged: Staged, onAudit: (audit: Audit) => void): Play {
  const { version, folder } = staged;
  const staging = promotionTo('staging');
  const production = promotionTo('production', { end: 'ROLLED_BACK', rollout: CANARY });
  return {
    name: 'PROMOTED',
    steps: [
      {
        what: 'the hotfix is promoted to staging',
        after: MARKS.hotfix.released,
        async act({ scene }) {
          const release = await releaseOf(scene, staged);
          await staging.request(scene, release);
          return release;
        },
        line: `${version} is out: to staging`,
      },
      deployed(staging, version),
      asked(production, `${version} to production, one host first`),
      ...approvedByTwo(production, { inChat: true }),
      ...canarySteps(production, version),
      {
        what: 'the evidence is complete',
        reads: async ({ scene, release }) =>
          scene.developer.must('GET /evidence', { query: { releaseId: release.id, limit: 100 } }),
        until: ({ items }) => items.length >= PACKETS,
        line: ({ items }) => `evidence of ${version}: ${items.length} packets, signed and chained`,
      },
      {
        what: 'the auditor checks the evidence',
        async reads({ scene, release }) {
          const audit = await auditEvidence(scene, release, folder);
          onAudit(audit);
          return audit;
        },
        line: ({ whole: { status, words } }) => `npm run verify-evidence: ${status === 0 ? 'OK' : words}`,
        tone: 'good',
      },
    ],
  };
}
