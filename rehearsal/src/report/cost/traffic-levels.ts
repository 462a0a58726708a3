import { InferenceError } from '@inference-constructs/core/out/errors';
import { ANNOTATION } from '@inference-constructs/core/out/contract/annotation';
import type { GraphResource, ResourceGraph } from '@inference-constructs/core/out/graph/resource-graph';
import { referencesIn } from '@inference-constructs/core/out/plan/plan';
import { DEFAULTS } from '../../options';

/** Requests per minute that costs are computed for. */
export interface TrafficLevels {
  readonly perMinute: readonly [minimum: number, typical: number, maximum: number];
  readonly from: 'option' | 'template' | 'default';
}

/** Where nobody says more than what is expected: a tenth of it, and three times as much. */
export const SPREAD = { least: 0.1, most: 3 } as const;

/** `min,typical,max` */
export function parseTraffic(text: string): TrafficLevels['perMinute'] {
  const numbers = text.split(',').map((part) => (part.trim() === '' ? NaN : Number(part)));
  const [least, typical, most] = numbers;
  const isValid = numbers.length === 3 && least >= 0 && least <= typical && typical <= most && Number.isFinite(most);
  if (!isValid) {
    throw new InferenceError(
      'OptionInvalid',
      `traffic per minute (${text}): three numbers, not falling: minimum,typical,maximum. give for example 6,60,600`,
    );
  }
  return [least, typical, most];
}

/** The traffic of one function or endpoint: as given, else as an alarm of its construct expects. */
export function trafficOf(
  resource: GraphResource | undefined,
  graph: ResourceGraph,
  given: TrafficLevels['perMinute'] | undefined,
): TrafficLevels {
  if (given !== undefined) return { perMinute: given, from: 'option' };
  const expected = resource && expectedRate(resource, graph);
  const typical = expected ?? DEFAULTS.requestsPerMinute;
  return {
    perMinute: [typical * SPREAD.least, typical, typical * SPREAD.most],
    from: expected === undefined ? 'default' : 'template',
  };
}

/** Of the alarm that watches the resource: it refers to it, or lies below the same construct. */
function expectedRate(resource: GraphResource, graph: ResourceGraph): number | undefined {
  const parents = constructsOf(resource.path);
  for (const parent of parents) {
    for (const alarm of graph.ofType('AWS::CloudWatch::Alarm')) {
      const note = alarm.attributes?.[ANNOTATION] as Record<string, unknown> | undefined;
      const rate = note?.expectedRequestsPerMinute;
      if (typeof rate !== 'number' || rate <= 0) continue;
      const refers = referencesIn(alarm.properties).some(({ id }) => id === resource.id);
      if (refers || alarm.path.startsWith(`${parent}/`)) return rate;
    }
  }
  return undefined;
}

/** The construct of a resource, then the one above; a stack is no construct that serves. */
function constructsOf(path: string): string[] {
  const parts = path.split('/');
  return [parts.length - 1, parts.length - 2].filter((n) => n > 1).map((n) => parts.slice(0, n).join('/'));
}
