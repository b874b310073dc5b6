// Steps of promotions: a release is requested for an environment, two people approve, and it is deployed or taken back.
import { pressButton } from '../players/people.ts';
import type { Reply, Scene } from '../scene.ts';
import type { At, Step } from '../steps.ts';
import type { Place } from './places.ts';

type Rollout = Readonly<Record<string, unknown>>;

const ENDS = ['DEPLOYED', 'FAILED', 'REJECTED', 'CANCELLED', 'SUPERSEDED', 'ROLLED_BACK'];

export const promotionsOf = async ({ developer }: Scene, release: Reply): Promise<Reply[]> =>
  (await developer.must('GET /promotions', { query: { releaseId: release.id, limit: 100 } })).items;

/** The last promotion of the release to the environment. Throws if it ended otherwise than `end`. */
export const promotionTo =
  (place: Place, end = 'DEPLOYED') =>
  async ({ scene, release }: At): Promise<Reply | undefined> => {
    const found = (await promotionsOf(scene, release)).find(({ environmentName }) => environmentName === place);
    if (found && ENDS.includes(found.status) && found.status !== end) {
      throw new Error(`the promotion is ${found.status}: ${found.statusReason}`);
    }
    return found;
  };

/** The question about the last promotion to the environment, with its decisions. */
const questionOf =
  (place: Place) =>
  async (at: At): Promise<Reply | undefined> => {
    const promotion = await promotionTo(place)(at);
    const { developer } = at.scene;
    const query = { subjectId: String(promotion?.id) };
    const [asked] = promotion ? (await developer.must('GET /approvals', { query })).items : [];
    return asked && developer.must('GET /approvals/{approval}', { params: { approval: asked.id } });
  };

async function openQuestion(place: Place, at: At): Promise<string> {
  const question = await questionOf(place)(at);
  if (question === undefined) throw new Error('nobody was asked');
  return question.id;
}

export const request = async ({ developer }: Scene, release: Reply, place: Place, rollout: Rollout = {}) =>
  developer.must('POST /promotions', {
    // A smoke test of the default length would take a minute.
    body: { release: release.id, environment: place, rollout: { smokeTestSeconds: 0, ...rollout } },
  });

export const asked = (place: Place, line: Step['line'] & {}, rollout?: Rollout): Step => ({
  what: `people are asked about ${place}`,
  act: ({ scene, release }) => request(scene, release, place, rollout),
  reads: questionOf(place),
  line,
});

/** The developer asked for it, and so does not approve it. Throws unless that is refused. */
export const refusedToRequester = (place: Place): Step => ({
  what: 'the person who asked for it is refused',
  async act(at) {
    const params = { approval: await openQuestion(place, at) };
    const reply = await at.scene.developer.call('POST /approvals/{approval}/decisions', {
      params,
      body: { action: 'APPROVED' },
    });
    if (reply.ok || reply.body.code !== 'approval.not_an_approver') throw new Error(`it was answered ${reply.status}`);
  },
  line: 'Dev, who asked for it, approves? 403 approval.not_an_approver',
});

const approvedBy =
  (count: number) =>
  ({ decisions }: Reply): boolean =>
    decisions.length >= count;

/** Two people approve: the lead in chat if the release has one, and the admin. */
export const approvedByTwo = (place: Place, { inChat }: { readonly inChat: boolean }): readonly Step[] => [
  {
    what: 'the lead approves',
    async act(at) {
      const approval = await openQuestion(place, at);
      if (inChat) return pressButton(at.scene, approval);
      return at.scene.lead.must('POST /approvals/{approval}/decisions', {
        params: { approval },
        body: { action: 'APPROVED' },
      });
    },
    reads: questionOf(place),
    until: approvedBy(1),
    line: `Lena, the lead, ${inChat ? 'presses Approve in Slack' : 'approves'}: 1 of 2`,
  },
  {
    what: 'the admin approves',
    async act(at) {
      const params = { approval: await openQuestion(place, at) };
      await at.scene.admin.must('POST /approvals/{approval}/decisions', { params, body: { action: 'APPROVED' } });
    },
    reads: questionOf(place),
    until: approvedBy(2),
    line: 'Ada, the admin, approves: 2 of 2',
  },
];

export const deployed = (place: Place, version: string, more: Partial<Step> = {}): Step => ({
  what: `${version} is deployed to ${place}`,
  reads: promotionTo(place),
  until: ({ status }) => status === 'DEPLOYED',
  line: `${version} DEPLOYED to ${place}`,
  tone: 'good',
  ...more,
});
