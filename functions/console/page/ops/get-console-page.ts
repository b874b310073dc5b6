// Answers the console at one of its pages: the script reads the address.
import type { Ops } from '../deps.ts';
import { consoleDocument } from '../document.ts';

export const getConsolePage: Ops['getConsolePage'] = async (_, deps) => consoleDocument(deps);
