// Drives releases over HTTP and plays the people and services outside Windlass: a plain release, or a planned release that a
// hotfix overtakes. The runtime may be killed and restarted at any moment.
import type { Credentials } from '../seed/credentials.ts';
import { createMarks, type Marks } from './marks.ts';
import type { NewRelease } from './players/people.ts';
import { hotfixPlay } from './plays/hotfix-play.ts';
import { plainPlay } from './plays/plain-play.ts';
import { plannedPlay } from './plays/planned-play.ts';
import { openScene, type Scene } from './scene.ts';
import { type Audience, type DrivenRelease, runPlay } from './steps.ts';

export interface DriverOptions {
  readonly credentials: Credentials;
  readonly version: string;
  /** One line per step. */
  readonly say: (line: string) => void;
  /** How long any one step may take. */
  readonly patienceMs?: number;
  /** The chat integration by name; the first one by default. */
  readonly chatName?: string;
}

/** Plays one release to its end; throws when a step takes longer than `patienceMs`. */
export async function driveRelease({ version, say, ...options }: DriverOptions): Promise<DrivenRelease> {
  const play = plainPlay({ service: 'sample-app', version });
  return runPlay(play, await openScene(options), createMarks(), { say: (text) => say(text), awaits: () => {} });
}

export interface Overtaking {
  readonly service: string;
  /** Of the release before and the hotfix. */
  readonly components?: NewRelease['components'];
  /** Of the release before, of the planned one and of the hotfix. */
  readonly versions: { readonly base: string; readonly planned: string; readonly hotfix: string };
}

export interface Audiences {
  readonly base: Audience;
  readonly planned: Audience;
  readonly hotfix: Audience;
}

/** The release that the hotfix is cut from, and the planned one is compared with. It has no chat and no tickets. */
export function driveBase(
  { service, versions, components = [] }: Overtaking,
  scene: Scene,
  audience: Audience,
): Promise<DrivenRelease> {
  const alone = { communicationIntegrationId: null, ticketIntegrationId: null, components };
  return runPlay(plainPlay({ service, version: versions.base }, alone), scene, createMarks(), audience);
}

/** Plays the planned release and the hotfix beside each other to their ends; the release before must be out. */
export async function driveOvertaking(
  { service, versions, components = [] }: Overtaking,
  scene: Scene,
  { planned, hotfix }: Pick<Audiences, 'planned' | 'hotfix'>,
  marks: Marks = createMarks(),
): Promise<{ planned: DrivenRelease; hotfix: DrivenRelease }> {
  const [one, other] = await Promise.all([
    runPlay(plannedPlay({ service, version: versions.planned }), scene, marks, planned),
    runPlay(hotfixPlay({ service, version: versions.hotfix, from: versions.base, components }), scene, marks, hotfix),
  ]);
  return { planned: one, hotfix: other };
}
