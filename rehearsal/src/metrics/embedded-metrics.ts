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

function readDirective(
  { Namespace, Dimensions, Metrics }: Directive,
  document: Record<string, unknown>,
): EmbeddedValues[] {
  if (typeof Namespace !== 'string' || !Array.isArray(Metrics)) return [];
  const sets = Array.isArray(Dimensions) && Dimensions.length > 0 ? (Dimensions as unknown[]) : [[]];
  const published: EmbeddedValues[] = [];
  for (const set of sets) {
    const dimensions = dimensionsOf(set, document);
    if (dimensions === undefined) continue;
    for (const { Name: name } of Metrics as { Name?: unknown }[]) {
      if (typeof name !== 'string') continue;
      const values = valuesOf(document[name]);
      if (values.length > 0) published.push({ metric: { namespace: Namespace, name, dimensions }, values });
    }
  }
  return published;
}

/** A set that names a member the document does not have, or one that is not text, publishes nothing. */
function dimensionsOf(set: unknown, document: Record<string, unknown>): Record<string, string> | undefined {
  if (!Array.isArray(set)) return undefined;
  const dimensions: [string, string][] = [];
  for (const name of set as unknown[]) {
    const value = document[String(name)];
    if (typeof value !== 'string') return undefined;
    dimensions.push([String(name), value]);
  }
  return Object.fromEntries(dimensions);
}

function valuesOf(target: unknown): number[] {
  const values = Array.isArray(target) ? (target as unknown[]) : [target];
  return values.filter((value): value is number => typeof value === 'number' && Number.isFinite(value));
}
