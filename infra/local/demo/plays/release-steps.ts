// Steps that every play has: a release is created and kicked off, its builds run, a person approves.
import { reportBuild } from '../players/ci.ts';
import {
  approveHere,
  askForRollout,
  createRelease,
  kickOff,
  type NewRelease,
  pressApprove,
} from '../players/people.ts';
import type { Cast, Reply } from '../scene.ts';
import { pipelineOf, type Step, targetOf } from '../steps.ts';

export interface ReleaseOf {
  readonly service: string;
  readonly version: string;
}

export type BuildType = 'JENKINS' | 'GITHUB_ACTIONS';
const PLATFORM = { JENKINS: 'iOS', GITHUB_ACTIONS: 'Android' } as const;

/** Fields of the body; null leaves one out. */
export type Over = { readonly [Field in keyof NewRelease]?: NewRelease[Field] | null };

/** The body that creates a release; a field of `over` replaces the default. */
export function bodyOf({ service, version }: ReleaseOf, cast: Cast, over: Over): NewRelease {
  const body = {
    service,
    version,
    createService: true,
    scmIntegrationId: cast.GITHUB.id,
    targets: [cast.APP_STORE.id, cast.PLAY_STORE.id],
    pipelines: [cast.JENKINS.id, cast.GITHUB_ACTIONS.id],
    communicationIntegrationId: cast.SLACK.id,
    ticketIntegrationId: cast.JIRA.id,
    ...over,
  };
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null)) as NewRelease;
}

const isInChat = ({ communicationIntegrationId }: Reply): boolean => communicationIntegrationId !== undefined;

export const isPast = (status: string, ...before: readonly string[]): boolean => !before.includes(status);

export const created = (body: (cast: Cast) => NewRelease, line: Step['line']): Step => ({
  what: 'the release is created',
  act: ({ scene }) => createRelease(scene, body(scene.cast)),
  ...(line === undefined ? {} : { line }),
});

export const rolloutPlanned = (percentage: number): Step => ({
  what: 'the rollout on Google Play is planned',
  act: ({ scene, release, params }) => askForRollout(scene, params, release, { percentage }),
  until: (release) => targetOf(release, 'PLAY_STORE').initialPercentage === percentage,
  line: `Play Store shall begin with ${percentage} % of the users`,
});

export const kickedOff = (line: string): Step => ({
  what: 'the release is kicked off',
  act: ({ scene, params }) => kickOff(scene, params),
  line,
});

export const started = (line: (release: Reply) => string): Step => ({
  what: 'the branch is cut and the epics are created',
  until: ({ status }) => isPast(status, 'KICKOFF_PENDING', 'PENDING'),
  line,
});

const isRunning = ({ buildStatus, buildUrl }: Reply): boolean => buildStatus === 'RUNNING' && buildUrl !== undefined;

/** Builds of these pipelines have been triggered. */
export const building = (types: readonly BuildType[], line: string, more: Partial<Step> = {}): Step => ({
  what: `builds run: ${types.map((type) => PLATFORM[type]).join(', ')}`,
  until: (release) => types.every((type) => isRunning(pipelineOf(release, type))),
  line,
  ...more,
});

export const built = (type: BuildType): Step => ({
  what: `the ${PLATFORM[type]} build succeeds`,
  act: ({ scene, release }) => reportBuild(scene, release, type),
  until: (release) => pipelineOf(release, type).buildStatus === 'SUCCESS',
  line: (release) => `${PLATFORM[type]} build ${pipelineOf(release, type).buildNumber} succeeded`,
});

export const failed = (type: BuildType): Step => ({
  what: `the ${PLATFORM[type]} build fails`,
  act: ({ scene, release }) => reportBuild(scene, release, type, 'FAILURE'),
  until: (release) => pipelineOf(release, type).buildStatus === 'FAILED',
  line: (release) => `${PLATFORM[type]} build ${pipelineOf(release, type).buildNumber} FAILED`,
  tone: 'bad',
});

export const approved = (more: Partial<Step> = {}): Step => ({
  what: 'the lead approves',
  act: ({ scene, release }) => (isInChat(release) ? pressApprove(scene, release.id) : approveHere(scene, release.id)),
  line: (release) => `Lena, the lead, ${isInChat(release) ? 'presses Approve in Slack' : 'approves'}`,
  ...more,
});

/** The stores that a release is with have got its version. */
export const withStores = (line: (release: Reply) => string, more: Partial<Step> = {}): Step => ({
  what: 'the stores are given the version',
  until: ({ targets }) => targets.every((target: Reply) => isPast(target.targetStatus, 'PENDING', 'BUILDING')),
  line,
  ...more,
});

export const released = (line: (release: Reply) => string, more: Partial<Step> = {}): Step => ({
  what: 'the release is tagged and RELEASED',
  until: ({ status }) => status === 'RELEASED',
  line,
  tone: 'good',
  ...more,
});

/** `App Store build 3` and so on. */
export const storeBuild = (release: Reply, type: 'APP_STORE' | 'PLAY_STORE'): string =>
  `${targetOf(release, type).integration.name} build ${targetOf(release, type).buildNumber}`;
