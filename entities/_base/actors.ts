// The names of actors in messages to people: a part of Windlass is called Windlass, a service has its usual name.
// Pure.

import { CI_SOURCE_PREFIX } from '../names.ts';
import type { Actor } from './events.ts';
import { ownValue } from './own-value.ts';

/** By the source of their events on the bus. */
const SERVICES: Readonly<Record<string, string>> = {
  'ci.app-store': 'App Store Connect',
  'ci.bitbucket': 'Bitbucket',
  'ci.github': 'GitHub',
  'ci.gitlab': 'GitLab',
  'ci.jenkins': 'Jenkins',
  'ci.play-store': 'Google Play',
};

export const WINDLASS = 'Windlass';

/** `tekton` of `ci.tekton`, which nobody here knows. */
const serviceName = (source: string): string =>
  ownValue(SERVICES, source) ?? (source.startsWith(CI_SOURCE_PREFIX) ? source.slice(CI_SOURCE_PREFIX.length) : source);

/** A part of Windlass that acts at nobody's request. */
export const systemActor = (part: string): Actor => ({ type: 'SYSTEM', id: part, name: WINDLASS });

/** A service that told of something, by the source of its events. */
export const serviceActor = (source: string): Actor => ({ type: 'EXTERNAL', id: source, name: serviceName(source) });

/** Also of actors that were written down before they had names for people. */
export function shownName({ type, id, name }: Actor): string {
  if (type === 'SYSTEM') return WINDLASS;
  return type === 'EXTERNAL' && name === id ? serviceName(name) : name;
}
