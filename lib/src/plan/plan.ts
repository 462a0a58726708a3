import { mapItems, mapValues } from './map-values';

/** Properties in CloudFormation's shape. A value may hold references and the engine's own tokens. */
export type Properties = Readonly<Record<string, unknown>>;

/** One resource, at the finest grain: what is one resource in Terraform is one entry. */
export interface PlannedResource {
  /** Construct id below the construct that owns the plan. */
  readonly id: string;
  /** CloudFormation type. */
  readonly type: string;
  readonly properties: Properties;
  /** A release brings a new one: it starts fresh, and the old one goes with the old release. */
  readonly perRelease?: boolean;
  /** What rules and the rehearsal need to know and AWS does not: rendered as metadata. */
  readonly annotation?: Properties;
  /** Ids of entries that must exist first, where no reference says so. */
  readonly dependsOn?: readonly string[];
}

/** What the core decided, as plain data. */
export interface Plan {
  readonly resources: readonly PlannedResource[];
  /** What the author should know and no property shows, for example the power of the canary. */
  readonly notes: readonly string[];
}

/** A reference to an attribute of another entry, opaque inside the plan: `@{Role.Arn}`. */
export function ref(id: string, attribute = 'Ref'): string {
  return `@{${id}.${attribute}}`;
}

const OPENING = '@{';

/** An id is one word, or a Terraform address: `aws_iam_role.name`; of another stack, `Stack/` comes first. */
const REFERENCE = /@\{((?:[^.}]+\/)?(?:[a-z0-9]+_[a-z0-9_]*\.)?[^.}]+)\.([^}]+)\}/g;

/** Replaces every reference in a tree of plain data by what the engine renders for it. */
export function resolveReferences<T>(value: T, render: (id: string, attribute: string) => string): T {
  if (typeof value === 'string') {
    if (!value.includes(OPENING)) return value;
    return value.replace(REFERENCE, (_, id: string, attribute: string) => render(id, attribute)) as T;
  }
  if (Array.isArray(value)) return mapItems(value, (item) => resolveReferences(item, render)) as T;
  return isPlain(value) ? (mapValues(value, (item) => resolveReferences(item, render)) as T) : value;
}

/** Every reference a tree of plain data holds. */
export function referencesIn(value: unknown): { id: string; attribute: string }[] {
  const found: { id: string; attribute: string }[] = [];
  collect(value, found);
  return found;
}

function collect(value: unknown, found: { id: string; attribute: string }[]): void {
  if (typeof value === 'string') {
    if (!value.includes(OPENING)) return;
    for (const [, id, attribute] of value.matchAll(REFERENCE)) found.push({ id, attribute });
  } else if (Array.isArray(value)) {
    for (const item of value) collect(item, found);
  } else if (isPlain(value)) {
    for (const item of Object.values(value)) collect(item, found);
  }
}

/** Tokens of an engine are objects of classes. */
function isPlain(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype;
}
