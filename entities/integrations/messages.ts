// Messages to people about integrations that broke or recovered. Pure.
import {
  defineMessage,
  type MessageContext,
  type MessageDefinition,
  type Words,
} from '../notifications/message.model.ts';
import { IntegrationInvalidated, IntegrationRecovered } from './events.ts';

interface Integration {
  readonly name: string;
  readonly kind: string;
  readonly type: string;
  readonly verificationStatus: string;
}

const MOST_NAMED = 10;

const aboutIntegration = (
  what: string,
  { name, kind, type, verificationStatus }: Integration,
  line: string,
  { usedBy = [] }: MessageContext,
): Words => {
  const more = usedBy.length > MOST_NAMED ? ` and ${usedBy.length - MOST_NAMED} more` : '';
  const releases = `Releases under way that use it: ${usedBy.slice(0, MOST_NAMED).join(', ')}${more}`;
  return {
    title: `${what}: ${name}`,
    lines: [`${kind} integration, ${type}: ${verificationStatus}`, line, usedBy.length > 0 ? releases : undefined],
  };
};

export const INTEGRATION_MESSAGES: readonly MessageDefinition[] = [
  defineMessage(IntegrationInvalidated, { purpose: 'incidents' }, ({ error, ...integration }, context) =>
    aboutIntegration('Integration broken', integration, error, context),
  ),
  defineMessage(IntegrationRecovered, { purpose: 'incidents' }, ({ brokenSince, ...integration }, context) =>
    aboutIntegration('Integration works again', integration, `It was broken since ${brokenSince}`, context),
  ),
];
