/** The value of a property that is to be left out. */
export const NO_VALUE = Symbol('AWS::NoValue');

/** What a function returns whose arguments are malformed or not known: it stays as it is written. */
export const UNKNOWN = Symbol('unknown');

export type Mapping = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Where intrinsic functions look up what is not in their arguments. */
export interface Scope {
  /** The value of a parameter, a pseudo parameter or a resource, or a text that refers to it. */
  reference(id: string, attribute: string): unknown;
  /** Whether a named condition holds; undefined where that cannot be told. */
  condition(name: string): boolean | undefined;
  mapping(name: string): Mapping | undefined;
  /** What another stack exports by a name; UNKNOWN where none of the assembly does. */
  imported(name: string): unknown;
  /** Availability zones of a region, '' for the stack's; UNKNOWN where nothing may stand in for them. */
  zones(region: string): unknown;
}
