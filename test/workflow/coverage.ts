// Which states and transitions of a definition its executions went through.
import type { JsonObject } from '../../infra/local/contracts.ts';

interface State {
  readonly Type: string;
  readonly Next?: string;
  readonly Default?: string;
  readonly Choices?: readonly { readonly Next: string }[];
  readonly Catch?: readonly { readonly Next: string }[];
  readonly ItemProcessor?: { readonly States: Readonly<Record<string, State>> };
}
type States = Readonly<Record<string, State>>;

/** All states, also those of Maps. */
export const statesOf = (states: States): string[] =>
  Object.entries(states).flatMap(([name, { ItemProcessor }]) => [
    name,
    ...(ItemProcessor ? statesOf(ItemProcessor.States) : []),
  ]);

/** `From -> To` for every branch: the next state, each choice, the default and each catch. */
export const transitionsOf = (states: States): string[] => [
  ...new Set(
    Object.entries(states).flatMap(([name, { Next, Default, Choices = [], Catch = [] }]) =>
      [Next, Default, ...Choices.map((choice) => choice.Next), ...Catch.map((one) => one.Next)].flatMap((to) =>
        to === undefined ? [] : [`${name} -> ${to}`],
      ),
    ),
  ),
];

/** Names of the states that a history entered, in order. */
export const enteredIn = (history: readonly JsonObject[]): string[] =>
  history.flatMap(({ stateEnteredEventDetails }) => {
    const name = (stateEnteredEventDetails as { name?: string } | undefined)?.name;
    return name === undefined ? [] : [name];
  });

/** The transitions between states of the outermost level. */
export function walkedIn(history: readonly JsonObject[], states: States): string[] {
  const names = enteredIn(history).filter((name) => name in states);
  return names.slice(1).map((name, index) => `${names[index]} -> ${name}`);
}
