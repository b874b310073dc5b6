// The schedule of a train in words, for the rules that people write most; any other rule is shown as it is.
const DAYS: ReadonlyMap<string, string> = new Map([
  ['MO', 'Monday'],
  ['TU', 'Tuesday'],
  ['WE', 'Wednesday'],
  ['TH', 'Thursday'],
  ['FR', 'Friday'],
  ['SA', 'Saturday'],
  ['SU', 'Sunday'],
]);
const UNITS: ReadonlyMap<string, string> = new Map([
  ['DAILY', 'day'],
  ['WEEKLY', 'week'],
  ['MONTHLY', 'month'],
  ['YEARLY', 'year'],
]);
const PLACES: ReadonlyMap<string, string> = new Map([
  ['', ''],
  ['1', 'the first '],
  ['2', 'the second '],
  ['3', 'the third '],
  ['4', 'the fourth '],
  ['-1', 'the last '],
]);

/** Rules to choose from; a person may write any other. */
export const COMMON_RULES = [
  'FREQ=WEEKLY;BYDAY=TU',
  'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU',
  'FREQ=WEEKLY;BYDAY=MO,TH',
  'FREQ=MONTHLY;BYDAY=1MO',
  'FREQ=MONTHLY;BYMONTHDAY=1',
  'FREQ=DAILY',
] as const;

function dayOf(text: string): string | undefined {
  const [, place = '', day = ''] = /^(-?\d)?([A-Z]{2})$/.exec(text) ?? [];
  const [name, which] = [DAYS.get(day), PLACES.get(place)];
  return name === undefined || which === undefined ? undefined : `${which}${name}`;
}

const LIST = new Intl.ListFormat('en-GB');
const MONTH = new Intl.DateTimeFormat('en-GB', { month: 'long', timeZone: 'UTC' });

/** ` on day 20`, or of a yearly rule with one month ` on 20 December`; undefined for any other month. */
function monthOf(freq: string, month: string | undefined, day: string | undefined): string | undefined {
  if (month === undefined) return day === undefined ? '' : ` on day ${day}`;
  if (freq !== 'YEARLY' || !/^(?:[1-9]|1[0-2])$/.test(month) || !/^\d{1,2}$/.test(day ?? '')) return undefined;
  return ` on ${day} ${MONTH.format(Date.UTC(2000, Number(month) - 1))}`;
}

/** `FREQ=WEEKLY;INTERVAL=2;BYDAY=TU` becomes `every 2 weeks on Tuesday`. */
export function wordsOfRule(rule: string): string {
  const {
    FREQ = '',
    INTERVAL = '1',
    BYDAY,
    BYMONTH,
    BYMONTHDAY,
    ...others
  } = Object.fromEntries(rule.split(';').map((part) => part.split('=', 2))) as Record<string, string>;
  const unit = UNITS.get(FREQ);
  const days = BYDAY?.split(',').map(dayOf) ?? [];
  const month = monthOf(FREQ, BYMONTH, BYMONTHDAY);
  if (unit === undefined || days.includes(undefined) || month === undefined || Object.keys(others).length > 0)
    return rule;
  const every = INTERVAL === '1' ? `every ${unit}` : `every ${INTERVAL} ${unit}s`;
  const on = days.length > 0 ? ` on ${LIST.format(days as string[])}` : '';
  return `${every}${on}${month}`;
}
