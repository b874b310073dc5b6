// Bundled into functions in place of `jsonschema`, with which ElectroDB checks every model at every start: 30 ms for what is
// the same in every start and is checked in full by the tests. bundle.ts names it.

interface Schema {
  readonly required?: readonly string[];
}

/** Has of `Validator` what ElectroDB's validations.js uses. */
export class Validator {
  addSchema(): void {}

  /** Looks for the required names alone: by them ElectroDB tells a model from an entity. */
  validate(model: object, { required = [] }: Schema): { errors: { property: string; message: string }[] } {
    const missing = required.filter((name) => (model as Readonly<Record<string, unknown>>)[name] === undefined);
    return { errors: missing.map((property) => ({ property, message: 'is required' })) };
  }
}

Object.assign(Validator.prototype, { customFormats: {} });
