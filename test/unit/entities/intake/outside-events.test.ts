// The table of outside events: each line has a reader, and no other name has one.
import { describe, expect, it } from 'vitest';
import { OUTSIDE_EVENTS, readerOf } from '../../../../entities/intake/outside-events.model.ts';

describe('the table of outside events', () => {
  it.each(Object.entries(OUTSIDE_EVENTS))('finds the reader of %s', (name, reader) => {
    const [source = '', ...type] = name.replace('*', 'tekton').replace('*', 'pipelinerun.started.0.2.0').split(' ');
    expect(readerOf(source, type.join(' '))).toBe(reader);
  });

  it.each([
    ['ci.github', 'ping'],
    ['ci.github', 'create'],
    ['ci.github', 'constructor'],
    ['ci.github', 'Pipeline Hook'],
    ['ci.gitlab', 'Tag Push Hook'],
    ['ci.app-store', 'webhookPingCreated'],
    ['ci.hudson', 'build'],
    ['ci.tekton', 'cdevents'],
  ])('has no reader of %s %s', (source, type) => {
    expect(readerOf(source, type)).toBeUndefined();
  });

  it.each(Object.entries(OUTSIDE_EVENTS))(
    'keeps of %s only fields that its reader reads, twice as once',
    (_, reader) => {
      for (const payload of [{ stranger: 1 }, 'x', undefined]) {
        const once = reader.payload.safeParse(payload);
        if (once.success) expect(reader.payload.parse(once.data)).toEqual(once.data);
      }
    },
  );
});
