// Messages about trains: type, data, purpose, title, lines. Part of messages.test.ts.
export const train = { trainId: 't1', service: 'app', name: 'Weekly', leg: 1 };
export const departure = '2026-03-10T09:00:00.000Z';
const nextDepartureAt = '2026-03-17T09:00:00.000Z';
export const trains: [string, object, string, string, string[]][] = [
  [
    'TrainFailed',
    { ...train, departedAt: departure, error: 'GitHub is INVALID; verify it first', nextDepartureAt },
    'incidents',
    'No release of app: the train Weekly did not depart',
    ['Departure: 2026-03-10 09:00 UTC', 'GitHub is INVALID; verify it first', 'Next departure: 2026-03-17 09:00 UTC'],
  ],
  [
    'TrainStopped',
    { ...train, reason: 'rrule cannot be computed' },
    'incidents',
    'The train Weekly stopped',
    ['rrule cannot be computed', 'app gets no further releases of it until its schedule is changed'],
  ],
  [
    'TrainEnded',
    { ...train, lastDepartureAt: departure },
    'releases',
    'The train Weekly has ended',
    ['Last departure: 2026-03-10 09:00 UTC', 'app gets no further releases of it, as its schedule says'],
  ],
  [
    'TrainDepartureAnnounced',
    { ...train, departureAt: departure },
    'releases',
    'The train Weekly departs on 2026-03-10 09:00 UTC',
    ['It creates the next release of app', 'To leave this departure out: POST /trains/t1/skip'],
  ],
  [
    'TrainDepartureSkipped',
    { ...train, departureAt: departure, cause: 'ASKED', reason: 'holidays', nextDepartureAt },
    'releases',
    'The train Weekly leaves out 2026-03-10 09:00 UTC',
    ['holidays', 'Next departure: 2026-03-17 09:00 UTC'],
  ],
];
