// A recurrence rule as people give it: an RRULE that occurs at most once a day, and EXDATE lines of the days or times that it
// leaves out (RFC 5545, sections 3.3.10 and 3.8.5.1). Pure and small, so that the API refuses invalid rules without computing;
// days.ts computes with it.
import * as z from 'zod';
import { ownValue } from '../../own-value.ts';
import { isoOf } from '../iso.ts';
import { instantOf, isKnownZone } from '../wall-time.ts';

const list = (item: string) => new RegExp(`^${item}(?:,${item}){0,30}$`);

const PARTS: Readonly<Record<string, RegExp>> = {
  FREQ: /^(?:DAILY|WEEKLY|MONTHLY|YEARLY)$/,
  INTERVAL: /^[1-9]\d{0,2}$/,
  COUNT: /^[1-9]\d{0,3}$/,
  UNTIL: /^\d{8}(?:T\d{6}Z?)?$/,
  BYDAY: list('(?:[+-]?(?:[1-9]|[1-4]\\d|5[0-3]))?(?:MO|TU|WE|TH|FR|SA|SU)'),
  BYMONTHDAY: list('[+-]?(?:[1-9]|[12]\\d|3[01])'),
  BYYEARDAY: list('[+-]?[1-9]\\d{0,2}'),
  BYWEEKNO: list('[+-]?(?:[1-9]|[1-4]\\d|5[0-3])'),
  BYMONTH: list('(?:[1-9]|1[0-2])'),
  BYSETPOS: list('[+-]?[1-9]\\d{0,2}'),
  BYHOUR: /^(?:1?\d|2[0-3])$/,
  BYMINUTE: /^[1-5]?\d$/,
  BYSECOND: /^[1-5]?\d$/,
  WKST: /^(?:MO|TU|WE|TH|FR|SA|SU)$/,
};
const KNOWN = Object.keys(PARTS).join(', ');

const TIMES =
  '20270101 for a day, 20270101T090000 for a time in the zone of the rule, or 20270101T080000Z for one in UTC';
const HINTS: Readonly<Record<string, string>> = {
  FREQ: 'DAILY, WEEKLY, MONTHLY or YEARLY',
  UNTIL: TIMES,
  BYDAY: 'for example MO,TH; with a number, as in 1MO, by MONTHLY or YEARLY only',
  BYHOUR: 'one hour, 0 to 23',
  BYMINUTE: 'one minute, 0 to 59',
};

/** `20270101T100000Z` as a date that exists. */
function isDate(compact: string): boolean {
  const [, year, month, day, hour = '00', minute = '00', second = '00'] =
    /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)Z?)?$/.exec(compact) ?? [];
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
  return !Number.isNaN(Date.parse(iso)) && isoOf(iso) === iso;
}

/** Dates and times as people write them elsewhere: with hyphens and colons, or without the seconds. */
const compacted = (time: string): string => time.replaceAll(/[-:]/g, '').replace(/T(\d{4})(Z?)$/, 'T$100$2');

function problemOfPart(name: string, value: string, frequency: string | undefined): string | undefined {
  const isNumbered = name === 'BYDAY' && /\d/.test(value) && /^(?:DAILY|WEEKLY)$/.test(frequency ?? '');
  if (ownValue(PARTS, name)?.test(value) && !isNumbered && (name !== 'UNTIL' || isDate(value))) return undefined;
  const hint = ownValue(HINTS, name);
  return `has no valid ${name} for a rule that occurs at most once a day${hint === undefined ? '' : `: ${hint}`}`;
}

/** The mistake in a rule, in words; undefined for a valid rule. */
export function problemOfRule(rule: string): string | undefined {
  const parts = rule.split(';').map((part) => part.split('='));
  const names = parts.map(([name = '']) => name);
  const repeated = names.find((name, index) => names.indexOf(name) < index);
  if (repeated !== undefined) return `names ${repeated} twice`;
  if (!names.includes('FREQ')) return 'must have FREQ, for example FREQ=WEEKLY;BYDAY=TU';
  if (names.includes('COUNT') && names.includes('UNTIL')) return 'must not have both COUNT and UNTIL';
  const frequency = parts.find(([name]) => name === 'FREQ')?.[1];
  for (const [name = '', value = '', ...rest] of parts) {
    if (ownValue(PARTS, name) === undefined) return `has ${name}; it may have ${KNOWN}`;
    const problem = problemOfPart(name, rest.length > 0 ? '' : value, frequency);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** A rule as it is stored: no blanks, no empty parts, no leading zeros (BYHOUR=09), UNTIL in the form of the RFC. */
const canonicalRule = (line: string): string =>
  line
    .toUpperCase()
    .replaceAll(/\s/g, '')
    .replace(/^RRULE:/, '')
    .split(';')
    .filter((part) => part !== '')
    .map((part) => (part.startsWith('UNTIL=') ? compacted(part) : part.replaceAll(/(?<!\d)0+(?=\d)/g, '')))
    .join(';');

const EXDATE = /^EXDATE((?:;[A-Z-]+=[^;:]+)*):(.+)$/i;

/** A left-out time as it is stored: a day, a time of the rule's zone, or an instant in UTC; undefined for anything else. */
function canonicalTime(text: string, zone: string | undefined): string | undefined {
  const time = compacted(text.trim().toUpperCase());
  if (!/^\d{8}(?:T\d{6}Z?)?$/.test(time) || !isDate(time)) return undefined;
  if (zone === undefined || !/T\d{6}$/.test(time)) return time;
  const wallTime = time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)$/, '$1-$2-$3T$4:$5:$6');
  return `${compacted(isoOf(instantOf(wallTime, zone)).slice(0, 19))}Z`;
}

function timesOf(line: string): readonly string[] | undefined {
  const [, parameters = '', values = ''] = EXDATE.exec(line) ?? [];
  const zone = /;TZID="?([^;:"]+)/i.exec(parameters)?.[1];
  if (zone !== undefined && !isKnownZone(zone)) return undefined;
  const times = values.split(',').map((text) => canonicalTime(text, zone));
  return times.includes(undefined) ? undefined : (times as string[]);
}

/** The rule and what it leaves out, as stored; or what is wrong with the text, in words. */
function read(text: string): { readonly rule: string } | { readonly problem: string } {
  // RFC 5545, section 3.1: a line that begins with a blank continues the one before it.
  const lines = text
    .trim()
    .replaceAll(/\r?\n[ \t]/g, '')
    .split(/\r?\n/);
  const [rules, others] = [lines.filter((line) => !EXDATE.test(line)), lines.filter((line) => EXDATE.test(line))];
  const named = rules.find((line) => /^(?:DTSTART|RDATE|EXRULE)\b/i.test(line.trim()));
  if (named !== undefined) {
    const name = /^\w+/.exec(named.trim())?.[0].toUpperCase();
    return {
      problem: `has ${name}; it may have one RRULE and EXDATE lines. The start is given as dtstart, its zone as timeZone`,
    };
  }
  if (rules.length > 1) return { problem: 'has more than one RRULE; one is allowed' };
  const rule = canonicalRule(rules[0] ?? '');
  const problem = problemOfRule(rule);
  if (problem !== undefined) return { problem };
  const times = others.map(timesOf);
  if (times.includes(undefined)) return { problem: `has no valid EXDATE: ${TIMES}` };
  const leftOut = [...new Set((times as string[][]).flat())].sort();
  return { rule: leftOut.length === 0 ? rule : `${rule}\nEXDATE:${leftOut.join(',')}` };
}

/** The parts of a stored rule: the RRULE alone, and the times it leaves out. */
export function partsOf(stored: string): { readonly rrule: string; readonly leftOut: readonly string[] } {
  const [rrule = '', exdate = ''] = stored.split('\nEXDATE:');
  return { rrule, leftOut: exdate === '' ? [] : exdate.split(',') };
}

/** `FREQ=WEEKLY;BYDAY=TU`, with or without `RRULE:`, and lines such as `EXDATE:20261224,20261231`. */
export const recurrence = z
  .string()
  .max(2000)
  .transform((text, context) => {
    const found = read(text);
    if ('rule' in found) return found.rule;
    context.addIssue({ code: 'custom', message: found.problem });
    return z.NEVER;
  })
  .describe(
    'RRULE of RFC 5545, at most once a day, for example FREQ=WEEKLY;INTERVAL=2;BYDAY=TU; further lines may leave days out, as in EXDATE:20261224,20261231',
  );
