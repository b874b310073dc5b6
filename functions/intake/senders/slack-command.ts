// The slash command `/windlass`: answers only the person who typed it. For approve, reject and release actions it also
// publishes a request, which the domain of that request checks when it consumes the event.
import { isDomainError } from '../../../entities/_base/errors.ts';
import { assertMayDecide, releaseIdOf } from '../../../entities/approvals/approval.model.ts';
import { wholeLines } from '../../../entities/notifications/message.model.ts';
import { assertMayAct, CHAT_RULES } from '../../../entities/releases/lifecycle/chat-action.model.ts';
import { CHAT_ACTIONS, type ChatAction } from '../../../entities/releases/lifecycle/status.model.ts';
import { assertMaySignOff } from '../../../entities/releases/regression/regression.model.ts';
import { cut, escaped, linked, literal, richText } from '../../_adapters/slack/mrkdwn.ts';
import { UNKNOWN_PERSON } from '../../_adapters/slack/response-url.ts';
import type { SlackLookups } from './slack-lookups.ts';

export interface CommandReply {
  readonly text: string;
  /** Shown instead of the text. */
  readonly blocks?: readonly object[];
  readonly decision?: { readonly approvalId: string; readonly action: 'approve' | 'reject' };
  readonly wish?: { readonly releaseId: string; readonly action: ChatAction; readonly cycle: number };
}

type Command = (named: string, externalUserId: string, lookups: SlackLookups) => Promise<CommandReply>;

/** Slack shows longer texts, but nobody reads them. */
const MAX_TEXT = 3_000;

const HELP = [
  '`/windlass status <release or service>` the state of a release, or of the latest release of a service',
  '`/windlass approve <release or approval>` approve the open question about a release',
  '`/windlass reject <release or approval>` reject it',
  '`/windlass retry <release>` continue a release at the task that failed',
  '`/windlass resume <release>` resume a paused release',
  '`/windlass trigger <release>` request a build again for pipelines whose build failed',
  '`/windlass cycle <release>` open the next regression cycle, for pending commits',
  '`/windlass pilot <release or service>` the pilot of a release',
  '`/windlass help` this',
].join('\n');

const unknownRelease = (named: string): CommandReply => ({
  text: `No release or service is named ${escaped(cut(named, 100))}. Write a release like \`payments-api@1.5.0\`.`,
});

const status: Command = async (named, _, lookups) => {
  const release = await lookups.release(named);
  const summary = release && (await lookups.summary(release));
  if (!summary) return unknownRelease(named);
  const { title, links } = summary;
  const facts = summary.facts.map(({ label, value }) => ({ label, value: value.replaceAll('\n', ', ') }));
  const lines = facts.map(({ label, value }) => `*${label}*: ${literal(value)}`);
  const addresses = links.map(({ url, label }) => linked(url, label)).join(' · ');
  const text = [`*${escaped(title)}*`, ...lines, ...(addresses ? [addresses] : [])].join('\n');
  const shown = [{ value: title }, ...facts, ...links.map(({ label, url }) => ({ label, value: url }))];
  return { text, blocks: [richText(shown)] };
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
    const key = escaped(approval.subject.key);
    const release = await lookups.releaseOf(releaseIdOf(approval) ?? '');
    try {
      const person = await lookups.person(externalUserId, release);
      if (!person) return { text: UNKNOWN_PERSON };
      if (approval.status !== 'PENDING')
        return { text: `The question about ${key} was already answered: ${approval.status.toLowerCase()}.` };
      assertMayDecide(person, approval.policy);
      const isSignOff = action === 'approve' && approval.subject.type === 'Release';
      const whole = isSignOff ? await lookups.whole(approval.subject.id) : undefined;
      if (whole) assertMaySignOff(whole, approval.round, await lookups.pipelineNames(whole));
    } catch (error) {
      if (!isDomainError(error)) throw error;
      const what = error.status === 403 ? `You may not decide about ${key}.` : `${key} cannot be signed off yet.`;
      return { text: `${what} ${escaped(error.message)}` };
    }
    const text = `You ${action} ${key}. The message that asks for it shows the decision in a moment.`;
    return { text, decision: { approvalId: approval.approvalId, action } };
  };

const act =
  (action: ChatAction): Command =>
  async (named, externalUserId, lookups) => {
    const release = await lookups.release(named);
    if (!release) return unknownRelease(named);
    const key = escaped(release.releaseKey);
    try {
      const person = await lookups.person(externalUserId, release);
      if (!person) return { text: UNKNOWN_PERSON };
      assertMayAct(person, action);
      const whole = await lookups.whole(release.releaseId);
      if (!whole) return unknownRelease(named);
      CHAT_RULES[action].assertPossible(whole);
      const cycle = whole.release.regressionCycle;
      const text = `You ${CHAT_RULES[action].says} ${key}. Its thread tells when it is done.`;
      return { text, wish: { releaseId: release.releaseId, action, cycle } };
    } catch (error) {
      if (!isDomainError(error)) throw error;
      const todo = (error.details.legal ?? []).map((route) => `\`${escaped(route)}\``).join(', ');
      return { text: `${key}: ${escaped(error.message)}${todo && `\nYou can: ${todo}`}` };
    }
  };

const COMMANDS = new Map<string, Command>([
  ['status', status],
  ['pilot', pilot],
  ['approve', decide('approve')],
  ['reject', decide('reject')],
  ...CHAT_ACTIONS.map((action): [string, Command] => [action, act(action)]),
]);

/** Answers `text`, the arguments that `externalUserId` typed after the command. */
export async function answerCommand(
  text: string,
  externalUserId: string,
  lookups: SlackLookups,
): Promise<CommandReply> {
  const [word = 'help', named, ...more] = text.trim().split(/\s+/).filter(Boolean);
  const command = COMMANDS.get(word.toLowerCase());
  if (!command)
    return { text: word === 'help' ? HELP : `The command \`${escaped(cut(word, 40))}\` does not exist.\n${HELP}` };
  if (named === undefined || more.length > 0) return { text: `Name one release.\n${HELP}` };
  const reply = await command(named, externalUserId, lookups);
  return { ...reply, text: wholeLines([reply.text], MAX_TEXT).join('\n') };
}
