// One promotion of a play: a release is requested for an environment, and looked at by the id of the promotion.
import type { Reply, Scene } from '../scene.ts';
import type { At } from '../steps.ts';
import type { Place } from './places.ts';

const ENDS = ['DEPLOYED', 'FAILED', 'REJECTED', 'CANCELLED', 'SUPERSEDED', 'ROLLED_BACK'];

export interface Promotion {
  readonly place: Place;
  /** Requests it, as the developer. */
  request(scene: Scene, release: Reply): Promise<void>;
  /** As it is now. Throws if it has ended otherwise than it should. */
  look(at: Pick<At, 'scene'>): Promise<Reply>;
  /** The question to people, with its decisions; undefined: nobody was asked yet. */
  question(at: Pick<At, 'scene'>): Promise<Reply | undefined>;
}

export interface Wanted {
  readonly end: 'DEPLOYED' | 'ROLLED_BACK';
  readonly rollout?: Readonly<Record<string, unknown>>;
}

export function promotionTo(place: Place, { end, rollout }: Wanted = { end: 'DEPLOYED' }): Promotion {
  let promotion = '';

  async function look({ scene: { developer } }: Pick<At, 'scene'>): Promise<Reply> {
    const shown = await developer.must('GET /promotions/{promotion}', { params: { promotion } });
    if (ENDS.includes(shown.status) && shown.status !== end) {
      throw new Error(`the promotion is ${shown.status}: ${shown.statusReason}`);
    }
    return shown;
  }

  return {
    place,
    look,
    async request({ developer }, release) {
      // A smoke test of the default length would take a minute.
      const body = { release: release.id, environment: place, rollout: { smokeTestSeconds: 0, ...rollout } };
      promotion = (await developer.must('POST /promotions', { body })).id;
    },
    async question(at) {
      const { approvalId } = await look(at);
      if (approvalId === null) return undefined;
      return at.scene.developer.must('GET /approvals/{approval}', { params: { approval: approvalId } });
    },
  };
}
