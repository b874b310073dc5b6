// Wall time and instants: ordinary days, the gaps and overlaps of many zones, and what counts as a zone.
import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import {
  dayOrTime,
  instant,
  instantOf,
  timeZone,
  wallTime,
  wallTimeOf,
} from '../../../../../entities/_base/time/wall-time.ts';

const iso = (wall: string, zone: string) => new Date(instantOf(wall, zone)).toISOString();

describe('instantOf', () => {
  it.each([
    ['UTC is itself', '2026-03-01T12:00:00', 'UTC', '2026-03-01T12:00:00.000Z'],
    ['winter', '2026-01-15T09:00:00', 'Europe/Berlin', '2026-01-15T08:00:00.000Z'],
    ['summer', '2026-07-15T09:00:00', 'Europe/Berlin', '2026-07-15T07:00:00.000Z'],
    ['half an hour off', '2026-01-15T09:00:00', 'Asia/Kolkata', '2026-01-15T03:30:00.000Z'],
    ['far ahead', '2026-01-15T09:00:00', 'Pacific/Kiritimati', '2026-01-14T19:00:00.000Z'],
    ['the second before a gap', '2026-03-29T01:59:59', 'Europe/Berlin', '2026-03-29T00:59:59.000Z'],
    ['the second after a gap', '2026-03-29T03:00:00', 'Europe/Berlin', '2026-03-29T01:00:00.000Z'],
    ['before an overlap', '2026-10-25T01:59:59', 'Europe/Berlin', '2026-10-24T23:59:59.000Z'],
    ['after an overlap', '2026-10-25T03:00:00', 'Europe/Berlin', '2026-10-25T02:00:00.000Z'],
  ])('%s: %s in %s is %s', (_, wall, zone, expected) => {
    expect(iso(wall, zone)).toBe(expected);
  });

  it.each([
    ['2026-03-29T02:00:00', 'Europe/Berlin', '2026-03-29T01:00:00.000Z'],
    ['2026-03-29T02:30:00', 'Europe/Berlin', '2026-03-29T01:00:00.000Z'],
    ['2026-03-29T02:59:59', 'Europe/Berlin', '2026-03-29T01:00:00.000Z'],
    ['2026-03-08T02:30:00', 'America/New_York', '2026-03-08T07:00:00.000Z'],
    ['2026-10-04T02:15:00', 'Australia/Lord_Howe', '2026-10-03T15:30:00.000Z'],
    ['2018-11-04T00:00:00', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z'],
    ['2011-12-30T12:00:00', 'Pacific/Apia', '2011-12-30T10:00:00.000Z'],
  ])('takes the first instant after the gap for %s in %s', (wall, zone, expected) => {
    expect(iso(wall, zone)).toBe(expected);
  });

  it.each([
    ['2026-10-25T02:00:00', 'Europe/Berlin', '2026-10-25T00:00:00.000Z'],
    ['2026-10-25T02:30:00', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
    ['2026-11-01T01:30:00', 'America/New_York', '2026-11-01T05:30:00.000Z'],
    ['2026-04-05T01:45:00', 'Australia/Lord_Howe', '2026-04-04T14:45:00.000Z'],
  ])('takes the earlier one of an overlap for %s in %s', (wall, zone, expected) => {
    expect(iso(wall, zone)).toBe(expected);
  });

  const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Pacific/Chatham', 'UTC'];

  it('is never after the instant whose wall time it was given, and shows the same on the wall', () => {
    const instants = fc.integer({ min: Date.UTC(2000) / 1000, max: Date.UTC(2040) / 1000 });
    fc.assert(
      fc.property(instants, fc.constantFrom(...zones), (seconds, zone) => {
        const wall = wallTimeOf(seconds * 1000, zone);
        const instant = instantOf(wall, zone);
        expect(instant).toBeLessThanOrEqual(seconds * 1000);
        expect(wallTimeOf(instant, zone)).toBe(wall);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a time zone', () => {
  it.each(['UTC', 'Europe/Berlin', 'Europe/Kyiv', 'US/Eastern', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5'])(
    'may be %s',
    (name) => {
      expect(timeZone.safeParse(name).success).toBe(true);
    },
  );

  it.each(['', 'Europe/Atlantis', '+01:00', 'local', 'Europe/Berlin; drop'])('may not be "%s"', (name) => {
    expect(timeZone.safeParse(name).success).toBe(false);
  });

  it.each(['europe/berlin', 'EUROPE/BERLIN', 'EuRope/Berlin', 'utc'])(
    'has one spelling, which is not %s (S16)',
    (name) => {
      expect(timeZone.safeParse(name).success).toBe(false);
    },
  );

  it('is prepared once, and forgotten when many others came since (S16)', () => {
    const made = vi.spyOn(Intl, 'DateTimeFormat');
    const preparations = (zone: string) => {
      made.mockClear();
      wallTimeOf(0, zone);
      return made.mock.calls.length;
    };
    wallTimeOf(0, 'Europe/Berlin');
    expect(preparations('Europe/Berlin')).toBe(0);
    for (const zone of Intl.supportedValuesOf('timeZone').slice(0, 100)) wallTimeOf(0, zone);
    expect(preparations('Europe/Berlin')).toBe(1);
    made.mockRestore();
  });
});

describe('a wall time', () => {
  it.each([
    ['2026-03-01', '2026-03-01T00:00:00'],
    ['2026-03-01T09:30', '2026-03-01T09:30:00'],
    ['2026-03-01T09:30:15', '2026-03-01T09:30:15'],
  ])('%s is %s', (text, expected) => {
    expect(wallTime.parse(text)).toBe(expected);
  });

  it.each(['2026-03-01T09:30Z', '2026-03-01T09:30+01:00', '2026-02-30', 'soon'])('is not %s', (text) => {
    expect(wallTime.safeParse(text).success).toBe(false);
  });
});

describe('a time of the year 9999', () => {
  it.each(['9999-12-31', '9999-12-31T23:59', '9999-12-31T23:59:59-08:00'])(
    'is refused, as %s is in the year 10000 somewhere, which sorts before today (K20)',
    (text) => {
      expect(dayOrTime.safeParse(text).error?.issues[0]?.message).toBe('must be before the year 9999');
      expect(instant.safeParse(text).success).toBe(false);
    },
  );

  it('is known by the year before it', () => {
    expect(dayOrTime.parse('9998-12-31T23:59:59-08:00')).toBe('9999-01-01T07:59:59.000Z');
    expect(instant.parse('9998-12-31T23:59:59-08:00')).toBe('9999-01-01T07:59:59.000Z');
  });
});
