// The log of functions under test: silent, so that what a test run prints is about tests.
import { Logger } from '@aws-lambda-powertools/logger';
import { expect, it, onTestFinished, vi } from 'vitest';
import { logger } from '../../../../functions/_kit/logger.ts';

it('says nothing in tests', () => {
  onTestFinished(() => void vi.restoreAllMocks());
  const prints = (['log', 'info', 'warn', 'error'] as const).map((name) => vi.spyOn(console, name));
  const streams = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, 'write'));
  logger.error('something failed on purpose');
  expect([...prints, ...streams].flatMap(({ mock }) => mock.calls)).toEqual([]);
});

it('has the keys that it was given before and after its first line', () => {
  onTestFinished(() => void vi.restoreAllMocks());
  const append = vi.spyOn(Logger.prototype, 'appendPersistentKeys');
  logger.info('made by now');
  logger.appendPersistentKeys({ stage: 'test' });
  expect(append).toHaveBeenCalledExactlyOnceWith({ stage: 'test' });
});
