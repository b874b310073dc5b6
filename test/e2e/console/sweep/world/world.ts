// Something for every screen of the console to show, made through the API, by events of CI, or in the table where only a service
// outside writes it. The caller chooses the texts: plain for pictures, hostile for tests.
import type { RunningStack } from '../../../../support/stack.ts';
import { makeCatalog } from './catalog.ts';
import { makeDeployments } from './deployments.ts';
import { makeEnvironments } from './environments.ts';
import type { Making, Shown, Words } from './making.ts';
import { makeOutside } from './outside.ts';
import { makePeople } from './people.ts';
import { makePromotions } from './promotions.ts';
import { makeReleases } from './releases.ts';

/** The texts and their screens. Screens without texts of others are not in it. */
export async function makeWorld(stack: RunningStack, words: Words): Promise<readonly Shown[]> {
  const all: Shown[] = [];
  const making: Making = {
    stack,
    admin: stack.as('admin'),
    words,
    shown: (screen, texts) => all.push(...Object.entries(texts).map(([field, text]) => ({ field, text, screen }))),
  };
  await makePeople(making);
  const { service, componentId } = await makeCatalog(making);
  const environmentId = await makeEnvironments(making);
  await makeDeployments(making, { service, componentId, environmentId });
  await makePromotions(making, { componentId, environmentId });
  await Promise.all([makeOutside(making, service), makeReleases(making, service)]);
  return all;
}

/** The addresses of examples of the screen at `path`, whose parameters begin with a colon. */
export function examplesOf(path: string, all: readonly Shown[]): readonly string[] {
  const pattern = new RegExp(`^${path.replaceAll(/:\w+/g, '[^/?]+')}(\\?.*)?$`);
  const examples = [...new Set(all.map(({ screen }) => screen).filter((screen) => pattern.test(screen)))];
  if (examples.length === 0 && path.includes(':'))
    throw new Error(`nothing is made that the screen ${path} could show`);
  return examples.length === 0 ? [path] : examples.sort();
}
