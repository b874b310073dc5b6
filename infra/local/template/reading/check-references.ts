// Checks that every ARN by which one resource names another is in the template, of any stack: a mistake stops the start
// instead of the first event. Called by read-model.ts.
import { UnsupportedError } from '../../contracts.ts';
import type { LocalModel } from '../model.ts';

interface Reference {
  readonly logicalId: string;
  readonly property: string;
  readonly arn: string | undefined;
}

/** Throws `UnsupportedError` for the first function, queue, state machine or bus that is named and does not exist. */
export function checkReferences(model: LocalModel): void {
  const { functions, queues, stateMachines, buses } = model;
  const known = new Set([...functions, ...queues, ...stateMachines, ...buses].map(({ arn }) => arn));
  for (const { name } of functions) known.add(name);
  for (const { logicalId, property, arn } of referencesOf(model)) {
    const target = arn?.replace(/:\$LATEST$/, '');
    if (target === undefined || known.has(target)) continue;
    throw new UnsupportedError(logicalId, property, `${arn} is not in the template`);
  }
}

/** Of functions that a definition names; `…:lambda:invoke` is no ARN of one. */
const FUNCTION_ARN = /arn:aws:lambda:[^"]+/g;

function referencesOf({ stateMachines, rules, queues, queueMappings, streamMappings, apis }: LocalModel): Reference[] {
  return [
    ...rules.flatMap(({ logicalId, targets }) =>
      targets.map(({ arn }) => ({ logicalId, property: 'Targets.Arn', arn })),
    ),
    ...stateMachines.flatMap(({ logicalId, definition }) =>
      [...JSON.stringify(definition).matchAll(FUNCTION_ARN)].map(([arn]) => ({
        logicalId,
        property: 'DefinitionString',
        arn,
      })),
    ),
    ...queues.map(({ logicalId, redrive }) => ({ logicalId, property: 'RedrivePolicy', arn: redrive?.deadLetterArn })),
    ...queueMappings.flatMap(({ logicalId, functionName, queueArn }) => [
      { logicalId, property: 'FunctionName', arn: functionName },
      { logicalId, property: 'EventSourceArn', arn: queueArn },
    ]),
    ...streamMappings.flatMap(({ logicalId, functionArn, onFailureQueueArn }) => [
      { logicalId, property: 'FunctionName', arn: functionArn },
      { logicalId, property: 'DestinationConfig.OnFailure', arn: onFailureQueueArn },
    ]),
    ...apis.flatMap(({ logicalId, routes, authorizers }) => [
      ...routes.map((route) => ({ logicalId: route.logicalId, property: 'Target', arn: route.functionArn })),
      ...authorizers.map(({ functionArn }) => ({ logicalId, property: 'AuthorizerUri', arn: functionArn })),
    ]),
  ];
}
