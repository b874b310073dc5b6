// The judge of executions accepts what a lease allows, and finds every other thing that commands may do.
import { expect, it } from 'vitest';
import type { Line } from './deploy-command.ts';
import { collisions } from './executions.ts';

/** `1 begin a 0`: fence, what happened, agent, seconds. */
const linesOf = (...words: readonly string[]): Line[] =>
  words.map((text) => {
    const [fence, what, agent = '', at] = text.split(' ');
    return { taskId: 'task', fence: Number(fence), what: what as Line['what'], agent, at: Number(at) * 1000 };
  });

it.each([
  ['an execution', '1 begin a 0', '1 end a 1'],
  ['one that is repeated after its host failed', '1 begin a 0', '1 begin a 9', '1 end a 10'],
  ['one after a lost lease', '1 begin a 0', '2 begin b 90', '2 end b 91'],
  ['one after a command that was stopped in time', '1 begin a 0', '1 stopped a 50', '2 begin b 90', '2 end b 91'],
  ['one whose end was lost with its host', '1 begin a 0', '1 end a 1', '2 begin b 90', '2 end b 91'],
])('accepts %s', (_, ...words) => expect(collisions(linesOf(...words))).toEqual([]));

it.each([
  ['two agents under one fence', '1 begin a 0', '1 begin b 1'],
  ['a lease that was given to another agent too soon', '1 begin a 0', '2 begin b 30'],
  ['an end after another agent began', '1 begin a 0', '2 begin b 90', '1 end a 91'],
  ['a begin under an old fence', '2 begin b 0', '1 begin a 1'],
  ['an end without a begin', '1 end a 0'],
  ['a second end', '1 begin a 0', '1 end a 1', '1 failed a 2'],
  ['a repetition after the end', '1 begin a 0', '1 end a 1', '1 begin a 2'],
])('finds %s', (_, ...words) => expect(collisions(linesOf(...words))).toHaveLength(1));
