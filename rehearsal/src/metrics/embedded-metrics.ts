import type { MetricId } from './metric-store';

/** Values of one metric, as a line published them. */
export interface EmbeddedValues {
  readonly metric: MetricId;
  readonly values: readonly number[];
}

interface Directive {
  readonly Namespace?: unknown;
  readonly Dimensions?: unknown;
  readonly Metrics?: unknown;
}

/** Reads a line of CloudWatch's embedded metric format; undefined where the line is something else. */
export function readEmbeddedMetrics(line: string): EmbeddedValues[] | undefined {
  const document = parse(line);
  const directives = (document?._aws as { CloudWatchMetrics?: unknown } | undefined)?.CloudWatchMetrics;
  if (document === undefined || !Array.isArray(directives)) return undefined;
  return (directives as Directive[]).flatMap((directive) => readDirective(directive, document));
}

function parse(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

function readDirective({ Namespace, Dimensions, Metrics }: Directive, document: Record<string, unknown>) {
  if (typeof Namespace !== 'string' || !Array.isArray(Metrics)) return [];
  const sets = Array.isArray(Dimensions) && Dimensions.length > 0 ? (Dimensions as unknown[]) : [[]];
  return sets.flatMap((set) => {
    const dimensions = dimensionsOf(set, document);
    if (dimensions === undefined) return [];
    return (Metrics as { Name?: unknown }[]).flatMap(({ Name }) => {
      const values = typeof Name === 'string' ? valuesOf(document[Name]) : [];
      return values.length === 0 ? [] : [{ metric: { namespace: Namespace, name: String(Name), dimensions }, values }];
    });
  });
}

/** A set that names a member the document does not have, or one that is not text, publishes nothing. */
function dimensionsOf(set: unknown, document: Record<string, unknown>): Record<string, string> | undefined {
  if (!Array.isArray(set)) return undefined;
  const entries = (set as unknown[]).map((name) => [String(name), document[String(name)]] as const);
  return entries.every((entry): entry is readonly [string, string] => typeof entry[1] === 'string')
    ? Object.fromEntries(entries)
    : undefined;
}

function valuesOf(target: unknown): number[] {
  const values = Array.isArray(target) ? (target as unknown[]) : [target];
  return values.filter((value): value is number => typeof value === 'number' && Number.isFinite(value));
}
