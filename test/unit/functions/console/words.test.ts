// Text of the console that people read and write: schedules of trains, claims of issuers, labels of fields.
import { describe, expect, it } from 'vitest';
import { wordsOfRule } from '../../../../functions/console/web/parts/schedule/rule-words.ts';
import { labelOf } from '../../../../functions/console/web/screens/integrations/names.ts';
import { claimsOf, linesOfClaims } from '../../../../functions/console/web/screens/settings/lines.ts';

describe('a schedule', () => {
  it.each([
    ['FREQ=WEEKLY;BYDAY=TU', 'every week on Tuesday'],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH', 'every 2 weeks on Monday and Thursday'],
    ['FREQ=MONTHLY;BYDAY=-1FR', 'every month on the last Friday'],
    ['FREQ=MONTHLY;BYMONTHDAY=1', 'every month on day 1'],
    ['FREQ=DAILY', 'every day'],
    ['FREQ=WEEKLY;BYDAY=MO,TU,WE', 'every week on Monday, Tuesday and Wednesday'],
    ['FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=20', 'every year on 20 December'],
  ])('%s is shown as %s', (rule, words) => {
    expect(wordsOfRule(rule)).toBe(words);
  });

  it.each([
    'FREQ=WEEKLY;BYDAY=TU;COUNT=3',
    'FREQ=YEARLY;BYMONTH=1,7',
    'FREQ=DAILY;BYMONTH=1',
    'FREQ=YEARLY;BYDAY=20MO',
    'FREQ=DAILY\nEXDATE:20261224',
  ])('that has no short words is shown as it is: %s', (rule) => {
    expect(wordsOfRule(rule)).toBe(rule);
  });
});

describe('claims', () => {
  it('are lines with the allowed texts, which may hold colons', () => {
    const claims = { repository: ['acme/app', 'acme/web-*'], sub: ['repo:acme/app:ref:refs/heads/main'] };
    expect(claimsOf(linesOfClaims(claims))).toEqual(claims);
  });

  it('of one name on two lines are one rule', () => {
    expect(claimsOf('ref: a\n\n ref = b ')).toEqual({ ref: ['a', 'b'] });
    expect(claimsOf(undefined)).toEqual({});
  });
});

it.each([
  ['baseUrl', 'Base URL'],
  ['appId', 'App ID'],
  ['channels.releases', 'Channels: releases'],
])('the field %s is labelled %s', (path, label) => {
  expect(labelOf(path)).toBe(label);
});
