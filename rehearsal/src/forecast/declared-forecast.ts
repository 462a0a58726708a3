import { gpusOf, processorsOf } from '@inference-constructs/core/out/catalog/devices';
import { InferenceError } from '@inference-constructs/core/out/errors';
import type { GraphResource } from '@inference-constructs/core/out/graph/resource-graph';
import type { ForecastConfiguration } from '@inference-constructs/core/out/scaling/forecast/configuration';
import { FORECAST_VARIABLE } from '@inference-constructs/core/out/scaling/forecast/configuration';
import { CannotEvaluate } from '../alarms/math/cannot-evaluate';
import type { Assembly, DeclaredScaling, NotPlayed } from '../assembly/assembly-reader';
import { functionNamed } from '../assembly/callable';
import { pathOf } from '../assembly/construct-path';
import { boundsOf } from '../assembly/scheduled';
import type { StackContents } from '../assembly/stack-contents';
import { instancesOf } from '../assembly/variant-instances';
import type { ScalingInput } from '../scaling/scaling-input';
import type { Schedule } from '../scaling/schedule/schedule';
import { parseSchedule } from '../scaling/schedule/schedule';

/** A forecast that a template declares, with what it scales. */
export interface DeclaredForecast {
  /** Construct path. */
  readonly path: string;
  readonly configuration: ForecastConfiguration;
  /** When its function runs. */
  readonly schedule: Schedule;
  readonly scaling: ScalingInput;
  /** What else scales the target and cannot be played. */
  readonly notPlayed: readonly NotPlayed[];
  /** Of the variant, of its pools the first; undefined where the template does not declare it. */
  readonly instanceType?: string;
  /** The other pools. */
  readonly otherTypes?: readonly string[];
}

/** The forecasts of a template, or the one that is meant. Throws an InferenceError where there is none. */
export function declaredForecasts(assembly: Assembly, only?: string): DeclaredForecast[] {
  const declared = assembly.stacks.flatMap((contents) =>
    contents.graph.ofType('AWS::Lambda::Function').flatMap((resource) => {
      const text = variableOf(resource, contents);
      return text === undefined ? [] : [{ contents, resource, text, path: forecastPath(resource) }];
    }),
  );
  const paths = declared.map(({ path }) => path).join(', ');
  if (declared.length === 0) {
    throw new InferenceError(
      'ForecastMissing',
      `${assembly.directory} (no forecast): one at least. declare a ForecastScaling, and synthesize again`,
    );
  }
  const meant = declared.filter(({ path }) => only === undefined || path === only);
  if (meant.length === 0) {
    throw new InferenceError('ForecastMissing', `${only} (no forecast): one of ${paths}. give one of them`);
  }
  return meant.map(({ contents, resource, text, path }) => {
    const configuration = JSON.parse(text) as ForecastConfiguration;
    const scaling = scalingOf(assembly, configuration, path);
    return {
      path,
      configuration,
      schedule: scheduleOf(contents, resource, path),
      scaling: scaling.input,
      notPlayed: scaling.notPlayed,
      ...instanceTypeOf(assembly, scaling.id),
    };
  });
}

/** A unit of what a forecast scales, as metrics of utilization count its devices: see `UTILIZATIONS`. */
export function devicesOf({ instanceType, scaling }: DeclaredForecast): number | undefined {
  if (instanceType === undefined) return undefined;
  const names = scaling.policies.flatMap((policy) =>
    [...(policy.kind === 'target-tracking' ? policy.queries : policy.alarm.queries).metrics.values()].map(
      ({ metric }) => metric.name,
    ),
  );
  return names.includes('GPUUtilization') ? gpusOf(instanceType) : processorsOf(instanceType);
}

function variableOf({ properties }: GraphResource, { names }: StackContents): string | undefined {
  const { Variables } = (properties.Environment ?? {}) as { Variables?: Readonly<Record<string, unknown>> };
  const value = Variables?.[FORECAST_VARIABLE];
  return value === undefined ? undefined : names.text(value);
}

/** The construct holds its function under this id on both engines. */
function forecastPath(resource: GraphResource): string {
  return pathOf(resource).replace(/\/Function$/, '');
}

function scalingOf(assembly: Assembly, { target }: ForecastConfiguration, path: string) {
  const declared = assembly.scaling.find(
    ({ properties }) =>
      properties.ResourceId === target.ResourceId && properties.ScalableDimension === target.ScalableDimension,
  );
  if (declared?.input !== undefined) return { ...declared, input: declared.input } satisfies DeclaredScaling;
  const why = declared?.notPlayed.map(({ reason }) => reason).join(', ') ?? 'not declared here';
  throw new InferenceError(
    'ForecastNotPlayable',
    `scalable target of ${target.ResourceId} (${why}): must be one that can be played. declare it beside its forecast`,
    path,
  );
}

function scheduleOf(contents: StackContents, resource: GraphResource, path: string): Schedule {
  const { graph, names } = contents;
  const schedule = graph.ofType('AWS::Scheduler::Schedule').find(({ properties }) => {
    const { Arn } = (properties.Target ?? {}) as { Arn?: unknown };
    return Arn !== undefined && functionNamed(contents, Arn)?.id === resource.id;
  });
  const isEnabled = names.text(schedule?.properties.State ?? 'ENABLED') === 'ENABLED';
  if (schedule !== undefined && isEnabled) return playableSchedule(contents, schedule, path);
  throw new InferenceError(
    'ForecastNotPlayable',
    `schedule (${schedule === undefined ? 'none' : 'disabled'}): one that runs the forecast. declare or enable it`,
    path,
  );
}

function playableSchedule(contents: StackContents, { properties }: GraphResource, path: string): Schedule {
  try {
    return parseSchedule(contents.names.text(properties.ScheduleExpression), boundsOf(properties, contents));
  } catch (error) {
    if (!(error instanceof CannotEvaluate)) throw error;
    throw new InferenceError(
      'ForecastNotPlayable',
      `schedule (${error.message}): one that can be played. declare a rate, or a cron expression of 6 fields, in a time zone that exists`,
      path,
    );
  }
}

function instanceTypeOf(
  { endpoints }: Assembly,
  scalingId: string,
): Pick<DeclaredForecast, 'instanceType' | 'otherTypes'> {
  const variants = endpoints.flatMap((endpoint) => endpoint.variants);
  const variant = variants.find(({ scaling }) => scaling.some(({ id }) => id === scalingId));
  const [instanceType, ...otherTypes] = variant === undefined ? [] : instancesOf(variant).instanceTypes;
  if (instanceType === undefined) return {};
  return { instanceType, ...(otherTypes.length === 0 ? {} : { otherTypes }) };
}
