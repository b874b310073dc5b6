// Messages to people about promotions, in the chat and the epics of their release. Pure.
import { defineMessage, type MessageDefinition, spoken, timeInWords } from '../notifications/message.model.ts';
import {
  AutoPromotionHeld,
  PromotionCancelled,
  PromotionDeployed,
  PromotionFailed,
  PromotionOverrideGranted,
  PromotionOverrideRequested,
  PromotionRejected,
  PromotionRequested,
  PromotionRolledBack,
  PromotionStarted,
  PromotionSuperseded,
} from './events.ts';

interface Facts {
  readonly promotionId: string;
  readonly releaseKey: string;
  readonly environmentName: string;
}

const words = (what: string, { releaseKey, environmentName }: Facts, ...lines: (string | undefined)[]) => ({
  title: `${what} ${environmentName}: ${releaseKey}`,
  lines,
});

/** The sentence that a person would look for next. */
const WHY = 'What it waits for, and why: GET …/promotions/';

export const PROMOTION_MESSAGES: readonly MessageDefinition[] = [
  defineMessage(PromotionRequested, { purpose: 'releases', inTickets: 'NEVER' }, (asked, { by }) =>
    words(
      'Promotion to',
      asked,
      `${by} wants ${spoken(asked.releaseKey)} in ${asked.environmentName}`,
      `${WHY}${asked.promotionId}`,
    ),
  ),
  defineMessage(PromotionStarted, { purpose: 'releases' }, (started) => words('Being deployed to', started)),
  defineMessage(PromotionDeployed, { purpose: 'releases', inTickets: 'STAGE' }, (deployed) =>
    words('Deployed to', deployed),
  ),
  defineMessage(PromotionFailed, { purpose: 'incidents', inTickets: 'STAGE' }, (failed) =>
    words('Not deployed to', failed, failed.reason, 'Promote it again when it is fixed: POST …/promotions'),
  ),
  defineMessage(PromotionRolledBack, { purpose: 'incidents', inTickets: 'STAGE' }, (back) =>
    words('Rolled back in', back, back.reason, 'The targets have their earlier versions again'),
  ),
  defineMessage(PromotionRejected, { purpose: 'incidents' }, (rejected) =>
    words('Refused for', rejected, rejected.reason, `${WHY}${rejected.promotionId}/explain`),
  ),
  defineMessage(PromotionCancelled, { purpose: 'releases' }, (cancelled, { by }) =>
    words('No longer wanted in', cancelled, `Cancelled by ${by}`, cancelled.reason),
  ),
  defineMessage(PromotionSuperseded, { purpose: 'releases', inTickets: 'NEVER' }, (superseded) =>
    words('Superseded in', superseded, superseded.reason),
  ),
  defineMessage(PromotionOverrideRequested, { purpose: 'approvals' }, (asked, { by }) =>
    words(
      'Override of a freeze wanted for',
      asked,
      `${by} asks for it until ${timeInWords(asked.expiresAt)}${asked.ticket === undefined ? '' : `, see ${asked.ticket}`}`,
      `Another person, a LEAD, grants it: POST …/promotions/${asked.promotionId}/override/grant`,
    ),
  ),
  defineMessage(PromotionOverrideGranted, { purpose: 'approvals' }, (granted, { by }) =>
    words('Override of a freeze granted for', granted, `${by} grants it until ${timeInWords(granted.expiresAt)}`),
  ),
  defineMessage(AutoPromotionHeld, { purpose: 'incidents', inTickets: 'NEVER' }, (held) => ({
    title: `Automatic promotions held in ${held.environmentName}: ${held.service}`,
    lines: [
      `${held.version} was rolled back there`,
      held.reason,
      `A LEAD lifts the hold: DELETE …/promotion-holds/${held.environmentId}/${held.service}`,
    ],
  })),
];
