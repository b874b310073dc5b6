// The directory of a run for what its workers make once. Vitest calls `setup` before the first file and `teardown` after the last.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

const directory = mkdtempSync(join(tmpdir(), 'windlass-run-'));

export const setup = ({ provide }: TestProject): void => provide('scratch', directory);

export const teardown = (): void => rmSync(directory, { recursive: true, force: true });
