// Components on a real table: a world, and the requests that make components and versions.
import { startWorld } from '../../support/release-world.ts';

// biome-ignore lint/suspicious/noExplicitAny: tests assert on the fields of answers
export type Body = Record<string, any>;

export const digestOf = (letter: string): string => `sha256:${letter.repeat(64)}`;
export const at = (id: unknown): string => `/components/${id}`;

export async function startComponents() {
  const world = await startWorld();
  let made = 0;
  const bodyOf = (over: Body = {}): Body => ({
    name: `web-${++made}`,
    imageRepository: 'ghcr.io/acme/web',
    ...over,
  });
  return {
    world,
    bodyOf,
    async create(over: Body = {}): Promise<Body> {
      world.clock.at += 1;
      const reply = await world.asLead('POST', '/components', bodyOf(over));
      if (reply.status !== 201) throw new Error(reply.text);
      return reply.body;
    },
    /** Records a tag as CI; the letter stands for its digest. */
    async record(id: unknown, tag: string, letter: string, over: Body = {}) {
      world.clock.at += 1;
      return world.asRole('CI')('PUT', `${at(id)}/versions/${tag}`, { digest: digestOf(letter), ...over });
    },
    versions: async (id: unknown, query = ''): Promise<string[]> =>
      (await world.asLead('GET', `${at(id)}/versions${query}`)).body.items.map(({ tag }: Body) => tag),
    partition: async (name: string) => (await world.items()).filter(({ pk }) => String(pk).endsWith(name)),
  };
}
