// The actions of a chat's slash command on a release: the role that each needs, and its refusal in the present state. Pure. Used by the
// intake, which answers at once, and again by the consumer that does the action.
import type { Role } from '../../names.ts';
import { ROLES } from '../../names.ts';
import { releaseErrors } from '../errors.ts';
import { endedBadly, openCycle, requestBuild, retryTask } from '../regression/regression.model.ts';
import type { WholeRelease } from '../release.view.ts';
import { resume } from './lifecycle.model.ts';
import type { ChatAction } from './status.model.ts';

interface Rule {
  /** The role of the route with the same effect. */
  readonly role: Role;
  readonly does: string;
  /** After "you", before the release. */
  readonly says: string;
  readonly assertPossible: (whole: WholeRelease) => void;
}

const anyTrigger = () => '';

/** Throws `release.no_build` unless a build failed or was cancelled. */
export function failedBuilds(whole: WholeRelease) {
  const failed = endedBadly(whole);
  if (failed.length > 0) return failed;
  throw releaseErrors.no_build({
    detail: 'None of its builds failed or was cancelled. For new commits open a cycle: /windlass cycle.',
    legal: [],
  });
}

export const CHAT_RULES: Readonly<Record<ChatAction, Rule>> = {
  retry: {
    role: 'DEVELOPER',
    does: 'retry a release',
    says: 'retry',
    assertPossible: (whole) => void retryTask(whole),
  },
  resume: {
    role: 'LEAD',
    does: 'resume a release',
    says: 'resume',
    assertPossible: ({ release }) => void resume(release),
  },
  cycle: {
    role: 'DEVELOPER',
    does: 'open a regression cycle',
    says: 'open the next cycle of',
    assertPossible: (whole) => void openCycle(whole, { force: false }, anyTrigger),
  },
  trigger: {
    role: 'DEVELOPER',
    does: 'ask for another build',
    says: 'ask for another build of',
    assertPossible: (whole) => {
      for (const pipeline of failedBuilds(whole)) requestBuild(whole, pipeline, anyTrigger);
    },
  },
};

interface Person {
  readonly role: Role;
  readonly isActive: boolean;
}

/** Throws `release.not_allowed`, which names the needed role. */
export function assertMayAct({ role, isActive }: Person, action: ChatAction): void {
  const needed = CHAT_RULES[action];
  // CI has no rank among the roles of people.
  if (isActive && role !== 'CI' && ROLES.indexOf(role) <= ROLES.indexOf(needed.role)) return;
  const who = isActive ? `you are ${role}` : 'your membership is not active';
  throw releaseErrors.not_allowed({ detail: `A ${needed.role} may ${needed.does}, and ${who}.` });
}
