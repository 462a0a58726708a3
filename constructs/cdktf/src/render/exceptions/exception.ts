/** What an exception may know beside the value of its property. */
export interface EntryContext {
  /** A literal name, from the construct's path and what else makes it another thing: at most so many characters. */
  name(maxLength: number, content?: string): string;
  /** The same to put before what the provider makes unique. */
  namePrefix(maxLength: number): string;
  /** Whether the plan has a version of this function. */
  readonly publishes: boolean;
  /** What tells this release from the last one; undefined for what outlives releases. */
  readonly release?: string;
  /** The entry's properties as text, tokens resolved. */
  readonly fingerprint: string;
}

/** A resource that the provider needs beside the one that an entry of the plan describes. */
export interface Beside {
  readonly id: string;
  readonly type: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/**
 * Where the provider differs from CloudFormation. Everything else is mechanical: `MemorySize` is `memorySize`, at every
 * depth.
 */
export interface Exception {
  /** CloudFormation type. */
  readonly type: string;
  /** Path of the property in CloudFormation's names, through lists; none for an argument that only the provider has. */
  readonly property?: string;
  /** The provider's argument at the same depth; for its own arguments the whole path. None: the property is no argument. */
  readonly argument?: string;
  /**
   * The value to write, from that of the property; without a property, from all properties of the entry. What it returns
   * is mapped mechanically, unless it is `verbatim`.
   */
  readonly value?: (value: unknown, entry: EntryContext) => unknown;
  /** The keys below are the author's own. */
  readonly verbatim?: boolean;
  /** Resources of their own that the provider makes of the property; `owner` is the entry's id, to refer to. */
  readonly beside?: (value: unknown, owner: string) => Beside[];
  /** Why there is no way without it. */
  readonly why: string;
}

/** A property that is a JSON document in the provider. */
export function document(value: unknown): string {
  return JSON.stringify(value);
}
