// The judgement of the log of commands: no task was executed by two agents at once. Fences grow, a later one begins only after the lease
// of the earlier one was lost, and nothing happens under an earlier one from then on. Pure.
import type { Line } from './deploy-command.ts';

/** A lease is lost 90 s after it was given at the earliest; its command begins some seconds after that. */
const LEASE_MS = 80_000;

/** The tasks with their lines, in the order in which things happened. */
function byTask(lines: readonly Line[]): ReadonlyMap<string, readonly Line[]> {
  const found = new Map<string, Line[]>();
  for (const line of lines) found.set(line.taskId, [...(found.get(line.taskId) ?? []), line]);
  return found;
}

/** A sentence for each line that must not be there. */
export function collisions(lines: readonly Line[]): string[] {
  return [...byTask(lines)].flatMap(([taskId, own]) =>
    own.flatMap((line, index) => {
      const before = own.slice(0, index);
      const last = before.findLast(({ what }) => what === 'begin');
      const words = `${taskId}: ${line.what} under fence ${line.fence} by ${line.agent}`;
      if (!last) return line.what === 'begin' ? [] : [`${words}, which has not begun`];
      if (line.fence < last.fence) return [`${words} after fence ${last.fence} by ${last.agent}`];
      if (line.fence === last.fence && line.agent !== last.agent) return [`${words}, which ${last.agent} has`];
      const isOpen = before.at(-1) === last;
      if (line.what !== 'begin') return isOpen ? [] : [`${words} a second time`];
      if (line.fence > last.fence && line.at - last.at < LEASE_MS) {
        return [`${words} ${line.at - last.at} ms after ${last.agent} began`];
      }
      // The command of an agent that was interrupted with its host is repeated under the same lease.
      return line.fence === last.fence && !isOpen && before.at(-1)?.what === 'end' ? [`${words} after its end`] : [];
    }),
  );
}
