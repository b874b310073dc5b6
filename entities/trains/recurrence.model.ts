// The recurrence rule of a train as people give it: an RRULE (RFC 5545, section 3.3.10) that departs at most once a day. Pure
// and small, so that the API needs no library to refuse what is none; departures.ts computes with it.
import * as z from 'zod';

const list = (item: string) => new RegExp(`^${item}(?:,${item}){0,30}$`);

const PARTS: Readonly<Record<string, RegExp>> = {
  FREQ: /^(?:DAILY|WEEKLY|MONTHLY|YEARLY)$/,
  INTERVAL: /^[1-9]\d{0,2}$/,
  COUNT: /^[1-9]\d{0,3}$/,
  UNTIL: /^\d{8}(?:T\d{6}Z?)?$/,
  BYDAY: list('(?:[+-]?[1-5])?(?:MO|TU|WE|TH|FR|SA|SU)'),
  BYMONTHDAY: list('-?(?:[1-9]|[12]\\d|3[01])'),
  BYMONTH: list('(?:[1-9]|1[0-2])'),
  BYSETPOS: list('-?[1-9]\\d?'),
  BYHOUR: /^(?:1?\d|2[0-3])$/,
  BYMINUTE: /^[1-5]?\d$/,
  WKST: /^(?:MO|TU|WE|TH|FR|SA|SU)$/,
};
const KNOWN = Object.keys(PARTS).join(', ');

/** What is wrong with a rule, in words; undefined when nothing is. */
export function problemOfRule(rule: string): string | undefined {
  const parts = rule.split(';').map((part) => part.split('='));
  const names = parts.map(([name = '']) => name);
  const repeated = names.find((name, index) => names.indexOf(name) < index);
  if (repeated !== undefined) return `names ${repeated} twice`;
  if (!names.includes('FREQ')) return 'must have FREQ';
  if (names.includes('COUNT') && names.includes('UNTIL')) return 'must not have both COUNT and UNTIL';
  for (const [name = '', value = '', ...rest] of parts) {
    const pattern = Object.hasOwn(PARTS, name) ? PARTS[name] : undefined;
    if (pattern === undefined) return `may have ${KNOWN}`;
    if (rest.length > 0 || !pattern.test(value))
      return `has no valid ${name} for a train, which departs at most once a day`;
  }
  return undefined;
}

/** `FREQ=WEEKLY;BYDAY=TU`, upper case, with or without `RRULE:`. */
export const recurrence = z
  .string()
  .max(300)
  .transform((text) =>
    text
      .trim()
      .toUpperCase()
      .replace(/^RRULE:/, ''),
  )
  .superRefine((rule, context) => {
    const message = problemOfRule(rule);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  })
  .describe('RRULE of RFC 5545, at most one departure a day, for example FREQ=WEEKLY;INTERVAL=2;BYDAY=TU');
