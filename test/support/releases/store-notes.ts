// Release notes as store clients take them.
import type { StoreNotes } from '../../../functions/_adapters/store/store-client.ts';

export const notesBy = (texts: Readonly<Record<string, string>>): StoreNotes => ({ texts, mainLocale: 'en-US' });
export const inEnglish = (text: string): StoreNotes => notesBy({ 'en-US': text });
