// Every budget of the bench, in the units that its rows are measured in. Read by the measurements; changing a number here is
// changing the design.

export const BUDGETS = {
  /** An `api` function: bytes of its code, and the time to its first answer as a multiple of the bare handler's. */
  api: { bundleBytes: 760_000, firstAnswer: 1.8 },
  /** Notifiers, intake and authorizer. */
  lean: { bundleBytes: 500_000, firstAnswer: 1.5 },
  /** CPU time of getRelease as a multiple of the same reads through the bare client. */
  warmHandler: 1.8,
  createRelease: { transactions: 1, writeUnits: 42 },
  getRelease: { queries: 1, batchGets: 1 },
  /** Read units with a full table as a multiple of those with 100 releases. */
  listReadUnits: 1,
  /** Read units of a list of 50: of items that are written once, and of items that change. */
  listOf50: { once: 12, changing: 30 },
  /** States entered by one release that waits for nothing twice. */
  transitions: 40,
  /** Invocations of functions by that release, authorizer, stream and queues included. */
  invocations: 160,
  /** Of one execution; Step Functions ends it at 25,000. */
  historyEvents: 2_500,
  /** Dollars a month of a deployed stage that does nothing. */
  idleDollars: 12,
  /** Dollars a month of an open page of the console, in office hours. */
  openPageDollars: 0.3,
  /** Dollars a month of an agent that has nothing to do: requests, functions and the table. */
  idleAgentDollars: 0.4,
  /** Until a screen of the console has drawn its data, on the local runtime. */
  firstDrawMs: 1000,
  /** Until `ready`, with an assembly that is up to date, existing data and the port of the start before. */
  warmBootMs: 1500,
  /** Of `npm run demo`, all processes. */
  demoMegabytes: 800,
} as const;
