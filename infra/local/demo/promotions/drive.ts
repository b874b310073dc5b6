// Plays the promotions beside the releases, and answers how they ended.
import type { Marks } from '../marks.ts';
import type { Reply, Scene } from '../scene.ts';
import { type Audience, runPlay } from '../steps.ts';
import type { Audit } from './auditor.ts';
import type { Promoted } from './effects.ts';
import { canaryPlay, firstPlay, type Staged } from './promoted-play.ts';

export interface Promoting extends Omit<Staged, 'version'> {
  readonly versions: { readonly base: string; readonly hotfix: string };
}

/** Of the release, oldest first. */
async function promotionsOf({ developer }: Scene, { id }: Reply): Promise<readonly Reply[]> {
  return (await developer.must('GET /promotions', { query: { releaseId: id } })).items.toReversed();
}

/** The agents have ended when it is done. */
export async function drivePromotions(
  { versions, ...staged }: Promoting,
  scene: Scene,
  marks: Marks,
  audience: Audience,
): Promise<Promoted> {
  let audit: Audit | undefined;
  const first = firstPlay({ ...staged, version: versions.base });
  const second = canaryPlay({ ...staged, version: versions.hotfix }, (found) => {
    audit = found;
  });
  const { release: base } = await runPlay(first, scene, marks, audience);
  const { release: hotfix } = await runPlay(second, scene, marks, audience);
  const statuses = await staged.crew.drain();
  const promotions = (await Promise.all([promotionsOf(scene, base), promotionsOf(scene, hotfix)])).flat();
  return { promotions, releases: { base, hotfix }, crew: staged.crew, audit, statuses };
}
