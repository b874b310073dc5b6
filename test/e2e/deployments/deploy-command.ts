// The command that the agents of these tests run for each task. It leaves the digest in a file of its target, and says in a log that it
// begins and how it ends: a line is written whole, so that the order of the lines is the order in which things happened.
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SCRIPT = `#!/bin/sh
agent=$1
here=$(dirname "$0")
say() { echo "$WINDLASS_TASK_ID $WINDLASS_FENCE $1 $agent $(date +%s%3N)" >> "$here/log"; }
trap 'say stopped; exit 143' TERM
say begin
digest=\${WINDLASS_DIGEST#sha256:}
nap=0.$((1 + $$ % 9))
if [ -e "$here/slow-$digest-$agent" ]; then nap=80; fi
sleep $nap
if [ -z "$digest" ]; then rm -f "$here/targets/$WINDLASS_TARGET"
else
  printf %s "$WINDLASS_DIGEST" > "$here/targets/.$WINDLASS_TARGET-$$"
  mv "$here/targets/.$WINDLASS_TARGET-$$" "$here/targets/$WINDLASS_TARGET"
fi
if [ "$WINDLASS_STEP" = DEPLOY ] && grep -qx "$WINDLASS_TARGET" "$here/bad-$digest" 2> /dev/null; then
  say failed
  exit 1
fi
if [ -n "$digest" ]; then printf '{"digest":"%s"}' "$WINDLASS_DIGEST"; else printf '{"digest":null}'; fi > "$WINDLASS_RESULT_FILE"
say end
`;

/** A line of the log. `at` is epoch milliseconds. */
export interface Line {
  readonly taskId: string;
  readonly fence: number;
  readonly what: 'begin' | 'end' | 'failed' | 'stopped';
  readonly agent: string;
  readonly at: number;
}

/** With its files in `folder`. */
export function deployCommand(folder: string) {
  mkdirSync(join(folder, 'targets'), { recursive: true });
  writeFileSync(join(folder, 'deploy.sh'), SCRIPT, { mode: 0o700 });
  const fileOf = (name: string, digest: string) => join(folder, `${name}-${digest.replace('sha256:', '')}`);
  return {
    of: (agent: string): string => `sh '${join(folder, 'deploy.sh')}' ${agent}`,
    /** The digest fails on a target after it was put there. */
    fails: (digest: string, target: string): void => appendFileSync(fileOf('bad', digest), `${target}\n`),
    /** The command of the agent lasts longer than a lease does without a report. */
    lasts: (digest: string, agent: string): void => writeFileSync(`${fileOf('slow', digest)}-${agent}`, ''),
    /** Null: the command never put anything there, or removed it. */
    left(target: string): string | null {
      const path = join(folder, 'targets', target);
      return existsSync(path) ? readFileSync(path, 'utf8') : null;
    },
    lines(): Line[] {
      const path = join(folder, 'log');
      const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
      return text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => {
          const [taskId = '', fence, what, agent = '', at] = line.split(' ');
          return { taskId, fence: Number(fence), what: what as Line['what'], agent, at: Number(at) };
        });
    },
  };
}
