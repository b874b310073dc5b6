// The fields by whose change a freeze window lets more begin. An override of the freeze needs two people, so that a LEAD must not lift the
// window alone. A DENY window is surely as strict if it covers all that it did; ALLOW windows depend on each other, so that each of their
// changes counts. Pure.
import type { FieldProblem } from '../../_base/errors.ts';
import { freezeWindowErrors } from '../errors.ts';
import { assertAdminLoosens, type Loosening } from '../may-loosen.model.ts';
import { openings } from './calendar.model.ts';
import { lastsAsLong } from './duration.ts';
import type { FreezeWindowItem } from './freeze-window.entity.ts';

const TIMES = ['rrule', 'timeZone', 'dtstart'] as const;
const COVERS = ['environments', 'services'] as const;
const RULES = ['effect', ...COVERS, ...TIMES, 'duration', 'allowRollback', 'isActive'] as const;
type Rule = (typeof RULES)[number];

const isSame = (one: FreezeWindowItem, other: FreezeWindowItem, rule: Rule): boolean =>
  JSON.stringify(one[rule]) === JSON.stringify(other[rule]);

/** No name means all. */
const covers = (after: readonly string[], before: readonly string[]): boolean =>
  after.length === 0 || (before.length > 0 && before.every((one) => after.includes(one)));

/** The rules by which a DENY window closes less than it did. */
const lessOf = (before: FreezeWindowItem, after: FreezeWindowItem): readonly Rule[] => [
  ...COVERS.filter((rule) => !covers(after[rule], before[rule])),
  ...TIMES.filter((rule) => !isSame(before, after, rule)),
  ...(lastsAsLong(after.duration, before.duration) ? [] : (['duration'] as const)),
  ...(after.allowRollback && !before.allowRollback ? (['allowRollback'] as const) : []),
  ...(after.isActive ? [] : (['isActive'] as const)),
];

function loosenedRules(before: FreezeWindowItem, after: FreezeWindowItem, at: number): readonly Rule[] {
  if (before.effect === 'DENY' && after.effect === 'DENY') {
    const isInForce = before.isActive && openings(before, at).next().value !== undefined;
    return isInForce ? lessOf(before, after) : [];
  }
  if (!before.isActive && !after.isActive) return [];
  return RULES.filter((rule) => !isSame(before, after, rule));
}

const WORDS = { DENY: 'would close less than it does', ALLOW: 'would change what windows of this kind open' } as const;

/** The rules by whose change more may begin than by the window as it was. `at` is epoch milliseconds. */
export const freezeLoosenedBy = (before: FreezeWindowItem, after: FreezeWindowItem, at: number): FieldProblem[] =>
  loosenedRules(before, after, at).map((path) => ({
    ...{ path, code: 'freeze_window.loosens', message: WORDS[before.effect === after.effect ? after.effect : 'ALLOW'] },
  }));

/** A window that comes to be, or that is deleted, at `at`: as one that is switched on or off. */
export const freezeLoosenedByCreation = (item: FreezeWindowItem, at: number): FieldProblem[] =>
  freezeLoosenedBy({ ...item, isActive: false }, item, at);
export const freezeLoosenedByDeletion = (item: FreezeWindowItem, at: number): FieldProblem[] =>
  freezeLoosenedBy(item, { ...item, isActive: false }, at);

/** Throws `freeze_window.loosens` with the fields, unless an ADMIN loosens them. */
export const assertMayLoosenFreeze = (caller: Loosening, fields: readonly FieldProblem[]): void =>
  assertAdminLoosens(caller, fields, (names) =>
    freezeWindowErrors.loosens({
      detail: `It lets more begin by ${names}. An ADMIN may do it; for one promotion, another person may grant an override.`,
      fields,
    }),
  );
