// Where in a definition a check stands, and the refusal that names it. Every check of this folder takes one.
import { type Json, UnsupportedError } from '../../contracts.ts';

export class Place {
  readonly machine: string;
  readonly path: string;

  constructor(machine: string, path: string) {
    this.machine = machine;
    this.path = path;
  }

  /** The place of a member (`States.Wait`) or an item (`Choices[0]`). */
  at(member: number | string): Place {
    if (typeof member === 'number') return new Place(this.machine, `${this.path}[${member}]`);
    return new Place(this.machine, this.path === '' ? member : `${this.path}.${member}`);
  }

  /** The error that stops the start of the runtime: one line that names machine, field and reason. */
  refusal(reason: string): UnsupportedError {
    return new UnsupportedError(this.machine, this.path, reason);
  }
}

/** Looks at one field's value and refuses it, or returns. */
export type Check = (value: Json, place: Place) => void;

export type Fields = Readonly<Record<string, Check>>;
