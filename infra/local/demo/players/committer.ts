// A developer who writes code: branches and commits on GitHub, which reports every push to Windlass by a signed webhook.
import { WEBHOOK_SECRET } from '../../seed/sample-integrations.ts';
import { hmac, type Reply, type Scene } from '../scene.ts';

const AUTHOR = { name: 'Ben Builder', email: 'ben@acme.example' };

const rootOf = ({ cast }: Scene): string => `/repos/${cast.GITHUB.config.owner}/${cast.GITHUB.config.repository}`;

const commitAt = (scene: Scene, name: string): Promise<Reply> =>
  scene.outside('github', 'GET', `${rootOf(scene)}/commits/${name}`);

const headOf = async (scene: Scene, name: string): Promise<string> => (await commitAt(scene, name)).sha;

/** Begins a branch at what `from` names: another branch, or a tag. */
export async function branch(scene: Scene, name: string, from: string): Promise<void> {
  const sha = await headOf(scene, from);
  const ref = `refs/heads/${name}`;
  await scene.outside('github', 'POST', `${rootOf(scene)}/git/refs`, { ref, sha }).catch(async (error) => {
    // Its answer was lost.
    if ((await headOf(scene, name).catch(() => undefined)) === undefined) throw error;
  });
}

/** Commits to a branch and pushes it. The same again is the same commit. */
export async function push(scene: Scene, name: string, message: string): Promise<void> {
  const root = rootOf(scene);
  const { sha: before, commit: head } = await commitAt(scene, name);
  const commit = { message, tree: head.tree.sha, parents: [before], author: AUTHOR };
  const { sha } = await scene.outside('github', 'POST', `${root}/git/commits`, commit);
  await scene.outside('github', 'PATCH', `${root}/git/refs/heads/${name}`, { sha });
  const commits = [{ id: sha, message, timestamp: new Date().toISOString(), author: AUTHOR }];
  const body = JSON.stringify({ ref: `refs/heads/${name}`, before, after: sha, commits });
  await scene.hook(scene.cast.GITHUB.id, body, {
    'x-github-event': 'push',
    'x-github-delivery': `push-${sha}`,
    'x-hub-signature-256': `sha256=${hmac(WEBHOOK_SECRET, body)}`,
  });
}
