// The people whose approvals a question needs: a number in all, and a number of each group. A person counts once, for one group at most.
// Pure. Source: orchestrators-and-dora, "Approvals": N distinct people, every group's rule, one person counts once over all groups.

export interface GroupRule {
  /** The id of a team. */
  readonly groupId: string;
  readonly approvalsNeeded: number;
}

export interface Quorum {
  readonly approvalsNeeded: number;
  readonly groups: readonly GroupRule[];
}

export interface Approver {
  readonly userId: string;
  /** The groups of the quorum in which the person was when they decided. */
  readonly groupIds: readonly string[];
}

/** One entry per place of a group. */
const placesOf = (groups: readonly GroupRule[]): string[] =>
  groups.flatMap(({ groupId, approvalsNeeded }) => Array<string>(approvalsNeeded).fill(groupId));

/** Gives each place a person of its own: a matching by augmenting paths (Kuhn). Answers the places without one. */
function emptyPlaces(places: readonly string[], people: readonly Approver[]): string[] {
  const takenBy = new Map<Approver, number>();
  const takePlace = (place: number, asked: Set<Approver>): boolean =>
    people.some((person) => {
      if (asked.has(person) || !person.groupIds.includes(places[place] ?? '')) return false;
      asked.add(person);
      const other = takenBy.get(person);
      if (other !== undefined && !takePlace(other, asked)) return false;
      takenBy.set(person, place);
      return true;
    });
  return places.filter((_, place) => !takePlace(place, new Set()));
}

export interface Missing {
  /** People who are needed beside those of the groups. */
  readonly people: number;
  readonly groups: readonly GroupRule[];
}

/** The approvals that are still needed. A repeated approval of one person counts once. */
export function missingOf({ approvalsNeeded, groups }: Quorum, approvers: readonly Approver[]): Missing {
  const people = [...new Map(approvers.map((one) => [one.userId, one])).values()];
  const empty = emptyPlaces(placesOf(groups), people);
  const missing = groups
    .map(({ groupId }) => ({ groupId, approvalsNeeded: empty.filter((one) => one === groupId).length }))
    .filter((group) => group.approvalsNeeded > 0);
  return { people: Math.max(0, approvalsNeeded - people.length - empty.length), groups: missing };
}

/** The number of people who approve when it is a quorum, if those who have approved stay. */
export function neededWith(quorum: Quorum, approvers: readonly Approver[]): number {
  const { people, groups } = missingOf(quorum, approvers);
  return approvers.length + people + groups.reduce((sum, { approvalsNeeded }) => sum + approvalsNeeded, 0);
}

export const isQuorum = (quorum: Quorum, approvers: readonly Approver[]): boolean => {
  const { people, groups } = missingOf(quorum, approvers);
  return people === 0 && groups.length === 0;
};
