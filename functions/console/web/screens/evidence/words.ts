// The words for packets of evidence, and their checks as the API answers them.
import type { PacketType } from '../../../../../entities/evidence/words.model.ts';
import type { Item } from '../../app/data.ts';

export type Packet = Item<'GET /evidence'>;

export const TYPE_WORDS: Readonly<Record<PacketType, string>> = {
  DECISION: 'Decision about a promotion',
  DEPLOYMENT: 'End of a deployment',
  ROLLBACK: 'End of a rollback',
};
