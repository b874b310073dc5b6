// Answers the console at its first address.
import type { Ops } from '../deps.ts';
import { consoleDocument } from '../document.ts';

export const getConsole: Ops['getConsole'] = async (_, deps) => consoleDocument(deps);
