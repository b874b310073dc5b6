// The clock of the local stage: functions, state machines, bus and stand-ins tell its time. It is the machine's time, except
// while the seed makes sample data of the past. Queues and streams only measure short spans and keep the machine's time.

export interface Clock {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** The milliseconds to add to the machine's time, shared with the threads that follow the clock. */
  readonly offset: SharedArrayBuffer;
  /** Undefined is the machine's time. */
  set(time: number | undefined): void;
}

const readerOf =
  (offset: SharedArrayBuffer, realNow: () => number): (() => number) =>
  () =>
    realNow() + (new Float64Array(offset)[0] ?? 0);

export function createClock(): Clock {
  const offset = new SharedArrayBuffer(Float64Array.BYTES_PER_ELEMENT);
  return {
    now: readerOf(offset, Date.now),
    offset,
    set: (time) => new Float64Array(offset).fill(time === undefined ? 0 : time - Date.now()),
  };
}

/** Makes `Date` of this thread tell the time of the clock. */
export function followClock(offset: SharedArrayBuffer): void {
  const Real = Date;
  const now = readerOf(offset, Real.now);
  const Told = new Proxy(Real, {
    apply: () => new Real(now()).toString(),
    construct: (target, given, newTarget) => Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget),
    get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
  });
  Real.prototype.constructor = Told;
  globalThis.Date = Told;
}
