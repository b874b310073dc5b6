// Failures of PutEvents that an operator asks for.
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { openBusFaults } from '../../../../../infra/local/bus/bus-faults.ts';

const open = (random = () => 0.5, db = new DatabaseSync(':memory:')) => openBusFaults(db, random);

describe('faults of the bus', () => {
  it('are none before one is set', () => {
    const faults = open(() => 0);
    expect([faults.inForce(), faults.strikes()]).toEqual([undefined, false]);
  });

  it.each([
    [0.2, false],
    [0.5, false],
    [0.51, true],
    [1, true],
  ])('of rate %d strike a throw of 0.5: %s', (rate, isStruck) => {
    const faults = open();
    expect(faults.set(JSON.stringify({ rate }))).toEqual({ status: 200, body: { service: 'events', rate } });
    expect([faults.inForce(), faults.strikes()]).toEqual([{ rate }, isStruck]);
  });

  it('end with rate 0', () => {
    const faults = open(() => 0);
    faults.set('{"rate":1}');
    faults.set('{"rate":0}');
    expect([faults.inForce(), faults.strikes()]).toEqual([undefined, false]);
  });

  it('are kept over restarts', () => {
    const db = new DatabaseSync(':memory:');
    open(undefined, db).set('{"rate":0.2}');
    expect(open(undefined, db).inForce()).toEqual({ rate: 0.2 });
  });

  it.each(['', '[]', '{}', '{"rate":-0.1}', '{"rate":1.1}', '{"rate":"1"}', '{"rate":1,"status":500}'])(
    'are refused as %s, and nothing changes',
    (body) => {
      const faults = open();
      expect(faults.set(body).status).toBe(400);
      expect(faults.inForce()).toBeUndefined();
    },
  );
});
