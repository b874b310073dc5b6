// Steps of promotions: two people are asked, the requester is refused, both approve, and it is deployed.
import type { Client } from '../../../../functions/client.ts';
import { pressButton } from '../players/people.ts';
import type { Reply } from '../scene.ts';
import type { At, Step } from '../steps.ts';
import type { Promotion } from './promotion.ts';

async function questionAbout(promotion: Promotion, at: At): Promise<string> {
  const question = await promotion.question(at);
  if (question === undefined) throw new Error('nobody was asked');
  return question.id;
}

const decide = (client: Client, approval: string) =>
  client.call('POST /approvals/{approval}/decisions', { params: { approval }, body: { action: 'APPROVED' } });

export const asked = (promotion: Promotion, line: Step['line'] & {}): Step => ({
  what: `people are asked about ${promotion.place}`,
  act: ({ scene, release }) => promotion.request(scene, release),
  reads: promotion.question,
  line,
});

/** The developer asked for it. Throws unless approving it is refused for that. */
export const refusedToRequester = (promotion: Promotion): Step => ({
  what: 'the person who asked for it is refused',
  async act(at) {
    const reply = await decide(at.scene.developer, await questionAbout(promotion, at));
    if (reply.ok || reply.body.code !== 'approval.not_an_approver') throw new Error(`it was answered ${reply.status}`);
  },
  line: 'Dev, who asked for it, approves? 403 approval.not_an_approver',
});

/** The lead approves, in chat if the release has one, and then the admin. */
export function approvedByTwo(promotion: Promotion, { inChat }: { readonly inChat: boolean }): readonly Step[] {
  const approved = (count: number, who: string, act: NonNullable<Step['act']>): Step => ({
    what: `${who}, approves`,
    act,
    reads: promotion.question,
    until: ({ decisions }: Reply) => decisions.length >= count,
    line: `${who}, ${inChat && count === 1 ? 'presses Approve in Slack' : 'approves'}: ${count} of 2`,
  });
  return [
    approved(1, 'Lena, the lead', async (at) => {
      const approval = await questionAbout(promotion, at);
      return inChat ? pressButton(at.scene, approval) : decide(at.scene.lead, approval);
    }),
    approved(2, 'Ada, the admin', async (at) => decide(at.scene.admin, await questionAbout(promotion, at))),
  ];
}

export const deployed = (promotion: Promotion, version: string): Step => ({
  what: `${version} is deployed to ${promotion.place}`,
  reads: promotion.look,
  until: ({ status }) => status === 'DEPLOYED',
  line: `${version} DEPLOYED to ${promotion.place}`,
  tone: 'good',
});
