// Reads the environments that a new place in the order of promotion passes: those at the place before it, for which environments at the
// place after it do not wait any more.
import type { EnvironmentItem } from '../../entities/environments/environment.entity.ts';
import type { EnvironmentsDeps } from './deps.ts';

/** Environments of one place that are read, as for the order of a promotion. */
const MOST_AT_PLACE = 100;

/** Of an environment as it will be. None if nothing comes after it, or another environment has its place: those after it wait for each. */
export async function passedBy(
  item: EnvironmentItem,
  { environments }: Pick<EnvironmentsDeps, 'environments'>,
): Promise<EnvironmentItem[]> {
  if ((await environments.after(item, 1)).length === 0) return [];
  const last = await environments.before({ ...item, place: item.place + 1 }, MOST_AT_PLACE);
  return last.some(({ place }) => place === item.place) ? [] : last;
}
