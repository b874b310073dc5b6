// The names of actors in messages to people: "Windlass" for every part of Windlass, the usual name for a service. Pure.

import { CI_SOURCE_PREFIX } from '../names.ts';
import type { Actor } from './events.ts';
import { ownValue } from './own-value.ts';

/** Names by the source of a service's events. */
const SERVICES: Readonly<Record<string, string>> = {
  'ci.app-store': 'App Store Connect',
  'ci.bitbucket': 'Bitbucket',
  'ci.github': 'GitHub',
  'ci.gitlab': 'GitLab',
  'ci.jenkins': 'Jenkins',
  'ci.play-store': 'Google Play',
};

export const WINDLASS = 'Windlass';

/** An unknown service is named by its source: `tekton` for `ci.tekton`. */
const serviceName = (source: string): string =>
  ownValue(SERVICES, source) ?? (source.startsWith(CI_SOURCE_PREFIX) ? source.slice(CI_SOURCE_PREFIX.length) : source);

/** A part of Windlass that acts automatically. */
export const systemActor = (part: string): Actor => ({ type: 'SYSTEM', id: part, name: WINDLASS });

/** A service that reported something, by the source of its events. */
export const serviceActor = (source: string): Actor => ({ type: 'EXTERNAL', id: source, name: serviceName(source) });

/** Also names actors that were stored without a name. */
export function shownName({ type, id, name }: Actor): string {
  if (type === 'SYSTEM') return WINDLASS;
  return type === 'EXTERNAL' && name === id ? serviceName(name) : name;
}
