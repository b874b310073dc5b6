// Emergency stops: of one environment, and of all.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verdict } from '../../support/release-world.ts';
import { startEnvironments } from './fixture.ts';

let world: Awaited<ReturnType<typeof startEnvironments>>;
beforeAll(async () => {
  world = await startEnvironments();
});
afterAll(() => world.stop());

const stop = (path: string, reason: string) => world.asLead('POST', path, { reason });

describe('stopEnvironment', () => {
  it('stops with its author, reason and time', async () => {
    const { id } = await world.environment();
    const { body } = await stop(`/environments/${id}/stop`, 'error rate');
    const at = new Date(world.clock.at).toISOString();
    expect(body).toMatchObject({
      isStopped: true,
      stop: { reason: 'error rate', byName: 'the lead', at },
      revision: 2,
    });
    expect(await world.eventsOf(id)).toEqual(['EnvironmentCreated', 'EnvironmentStopped']);
    expect(await world.auditOf('Environment', id)).toEqual(['environment.created', 'environment.stopped']);
  });

  it('answers 409 environment.already_stopped with the first stop, which stays', async () => {
    const { id } = await world.environment();
    await stop(`/environments/${id}/stop`, 'first');
    const reply = await stop(`/environments/${id}/stop`, 'second');
    expect(verdict(reply)).toEqual([409, 'environment.already_stopped']);
    expect(reply.body.detail).toBe('the lead stopped it: first');
    expect((await world.asLead('GET', `/environments/${id}`)).body.stop.reason).toBe('first');
  });

  it.each([[{}], [{ reason: ' ' }]])('answers 400 without a reason: %j', async (body) => {
    const { id } = await world.environment();
    expect((await world.asLead('POST', `/environments/${id}/stop`, body)).status).toBe(400);
  });
});

describe('liftEnvironmentStop', () => {
  it('lifts it, and tells', async () => {
    const { id } = await world.environment();
    await stop(`/environments/${id}/stop`, 'error rate');
    const { body } = await world.asLead('POST', `/environments/${id}/lift-stop`);
    expect(body).toMatchObject({ isStopped: false, stop: null, revision: 3 });
    expect(await world.eventsOf(id)).toEqual(['EnvironmentCreated', 'EnvironmentStopped', 'EnvironmentStopLifted']);
    expect((await world.auditOf('Environment', id)).at(-1)).toBe('environment.stop_lifted');
  });

  it('answers 409 environment.not_stopped', async () => {
    const { id } = await world.environment();
    const reply = await world.asLead('POST', `/environments/${id}/lift-stop`);
    expect(verdict(reply)).toEqual([409, 'environment.not_stopped']);
  });
});

describe('getEmergencyStop', () => {
  it('shows that nothing is stopped', async () => {
    expect((await world.asLead('GET', '/emergency-stop')).body).toEqual({ isStopped: false, stop: null });
  });
});

describe('setEmergencyStop', () => {
  it('stops all environments once', async () => {
    expect((await stop('/emergency-stop', 'a fire')).body).toMatchObject({ isStopped: true });
    const { body } = await world.asLead('GET', '/emergency-stop');
    expect(body).toMatchObject({ isStopped: true, stop: { reason: 'a fire', byName: 'the lead' } });
    const again = await stop('/emergency-stop', 'again');
    expect(verdict(again)).toEqual([409, 'emergency_stop.already_stopped']);
    await world.asLead('DELETE', '/emergency-stop');
  });

  it('has one winner of many at once', async () => {
    const replies = await Promise.all(Array.from({ length: 5 }, (_, index) => stop('/emergency-stop', `${index}`)));
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    await world.asLead('DELETE', '/emergency-stop');
  });
});

describe('liftEmergencyStop', () => {
  it('lifts it once', async () => {
    await stop('/emergency-stop', 'a fire');
    expect((await world.asLead('DELETE', '/emergency-stop')).status).toBe(204);
    expect(verdict(await world.asLead('DELETE', '/emergency-stop'))).toEqual([409, 'emergency_stop.not_stopped']);
  });
});
