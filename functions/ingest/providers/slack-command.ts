// The slash command `/windlass`: what somebody typed becomes an answer that only that person sees, and for approve and
// reject a wish for a decision. Whether the wish holds is decided by the approvals domain, which hears of it by event.
import { isDomainError } from '../../../entities/_base/errors.ts';
import { assertMayDecide } from '../../../entities/approvals/approval.model.ts';
import { cut, escaped, linked } from '../../_adapters/slack/mrkdwn.ts';
import { UNKNOWN_PERSON } from '../../_adapters/slack/response-url.ts';
import type { SlackLookups } from './slack-lookups.ts';

export interface CommandReply {
  readonly text: string;
  readonly decision?: { readonly approvalId: string; readonly action: 'approve' | 'reject' };
}

type Command = (named: string, externalUserId: string, lookups: SlackLookups) => Promise<CommandReply>;

/** Slack shows more, nobody reads it. */
const MAX_TEXT = 3_000;

const HELP = [
  '`/windlass status <release or service>` where a release stands; of a service, its latest',
  '`/windlass approve <release or approval>` approve what waits for a decision',
  '`/windlass reject <release or approval>` reject it',
  '`/windlass pilot <release or service>` who pilots a release',
  '`/windlass help` this',
].join('\n');

const unknownRelease = (named: string): CommandReply => ({
  text: `There is no release and no service ${escaped(cut(named, 100))}. A release is named like \`payments-api@1.5.0\`.`,
});

const status: Command = async (named, _, lookups) => {
  const release = await lookups.release(named);
  if (!release) return unknownRelease(named);
  const { title, facts, links } = await lookups.summary(release);
  const lines = facts.map(({ label, value }) => `*${label}*: ${escaped(value).replaceAll('\n', ', ')}`);
  const addresses = links.map(({ url, label }) => linked(url, label)).join(' · ');
  return { text: [`*${escaped(title)}*`, ...lines, ...(addresses ? [addresses] : [])].join('\n') };
};

const pilot: Command = async (named, _, lookups) => {
  const release = await lookups.release(named);
  if (!release) return unknownRelease(named);
  const key = escaped(release.releaseKey);
  const person = release.releasePilotId === undefined ? undefined : await lookups.memberOf(release.releasePilotId);
  return { text: person ? `${escaped(person.name)} pilots ${key}.` : `Nobody pilots ${key}.` };
};

const decide =
  (action: 'approve' | 'reject'): Command =>
  async (named, externalUserId, lookups) => {
    const approval = await lookups.approval(named);
    if (!approval) return { text: `Nothing about ${escaped(cut(named, 100))} waits for a decision.` };
    const key = escaped(approval.releaseKey);
    const release = await lookups.releaseOf(approval.releaseId);
    try {
      const person = await lookups.person(externalUserId, release);
      if (!person) return { text: UNKNOWN_PERSON };
      if (approval.status !== 'PENDING')
        return { text: `That was decided about ${key}: ${approval.status.toLowerCase()}.` };
      assertMayDecide(person, release?.releasePilotId);
    } catch (error) {
      if (!isDomainError(error)) throw error;
      return { text: `You may not decide about ${key}. ${escaped(error.message)}` };
    }
    const text = `You ${action} ${key}. The message that asks for it shows the decision in a moment.`;
    return { text, decision: { approvalId: approval.approvalId, action } };
  };

const COMMANDS = new Map<string, Command>([
  ['status', status],
  ['pilot', pilot],
  ['approve', decide('approve')],
  ['reject', decide('reject')],
]);

/** Answers `text`, what follows the command, as `externalUserId` typed it. */
export async function answerCommand(
  text: string,
  externalUserId: string,
  lookups: SlackLookups,
): Promise<CommandReply> {
  const [word = 'help', named, ...more] = text.trim().split(/\s+/).filter(Boolean);
  const command = COMMANDS.get(word.toLowerCase());
  if (!command) return { text: word === 'help' ? HELP : `There is no \`${escaped(cut(word, 40))}\`.\n${HELP}` };
  if (named === undefined || more.length > 0) return { text: `Name one release.\n${HELP}` };
  const reply = await command(named, externalUserId, lookups);
  return { ...reply, text: cut(reply.text, MAX_TEXT) };
}
