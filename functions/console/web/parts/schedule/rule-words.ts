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

/** `FREQ=WEEKLY;INTERVAL=2;BYDAY=TU` becomes `every 2 weeks on Tuesday`. */
export function wordsOfRule(rule: string): string {
  const {
    FREQ = '',
    INTERVAL = '1',
    BYDAY,
    BYMONTHDAY,
    ...others
  } = Object.fromEntries(rule.split(';').map((part) => part.split('=', 2))) as Record<string, string>;
  const unit = UNITS.get(FREQ);
  const days = BYDAY?.split(',').map(dayOf) ?? [];
  if (unit === undefined || days.includes(undefined) || Object.keys(others).length > 0) return rule;
  const every = INTERVAL === '1' ? `every ${unit}` : `every ${INTERVAL} ${unit}s`;
  const on = days.length > 0 ? ` on ${days.join(' and ')}` : '';
  return `${every}${on}${BYMONTHDAY === undefined ? '' : ` on day ${BYMONTHDAY}`}`;
}
