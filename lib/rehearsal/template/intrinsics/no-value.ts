/** What `AWS::NoValue` resolves to: the member is left out. */
export const NO_VALUE = Symbol('AWS::NoValue');
