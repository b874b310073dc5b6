// The makers of the world get the stack, the texts, and a way to change the words that only services outside write.
import type { Client } from '../../../../../functions/client.ts';
import type { Operator } from '../../../../support/operator.ts';
import type { Body, RunningStack } from '../../../../support/stack.ts';

/** The text of a field, given the plain one: at most so many characters. */
export type Words = (plain: string, most: number) => string;

/** A text that a person or a service wrote, and the address of a screen that shows it. */
export interface Shown {
  readonly field: string;
  readonly text: string;
  readonly screen: string;
}

export interface Making {
  readonly stack: RunningStack;
  readonly admin: Client;
  readonly words: Words;
  readonly shown: (screen: string, texts: Readonly<Record<string, string>>) => void;
}

/** Changes the first stored item of which `isIt` holds, by texts or by attributes of DynamoDB: for words of services that no stand-in says. */
export async function rewrite(
  operator: Operator,
  isIt: (item: Body) => boolean,
  change: Readonly<Record<string, string | object>>,
) {
  const TableName = await tableOf(operator);
  let ExclusiveStartKey: Body;
  do {
    const page = await operator.call('DynamoDB_20120810.Scan', {
      TableName,
      ...(ExclusiveStartKey && { ExclusiveStartKey }),
    });
    const found = page.Items.find(isIt);
    if (found) {
      const Item = {
        ...found,
        ...Object.fromEntries(
          Object.entries(change).map(([name, one]) => [name, typeof one === 'string' ? { S: one } : one]),
        ),
      };
      await operator.call('DynamoDB_20120810.PutItem', { TableName, Item });
      return;
    }
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  throw new Error(`no stored item is to have ${Object.keys(change)}`);
}

export async function tableOf(operator: Operator): Promise<string> {
  const { TableNames } = await operator.call('DynamoDB_20120810.ListTables', {});
  return TableNames[0];
}
