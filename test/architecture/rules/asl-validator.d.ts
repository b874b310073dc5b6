// The part of asl-validator's interface that workflows.test.ts uses; the package brings no types.
declare module 'asl-validator' {
  export default function aslValidator(
    definition: object,
    options: { readonly checkArn: boolean },
  ): { readonly isValid: boolean; readonly errors: readonly unknown[] };
}
