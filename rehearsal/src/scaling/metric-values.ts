import { CannotEvaluate } from '../alarms/math/cannot-evaluate';
import type { MetricId } from '../metrics/metric-store';
import type { LoadTrace } from './load-trace';
import type { ServiceModel, SimulationOptions } from './scaling-input';

/** What happened in one step of the simulation. */
export interface Served {
  readonly minute: number;
  /** Which step of the minute it is, from 0. */
  readonly part: number;
  readonly seconds: number;
  readonly requests: number;
  /** Units in service. */
  readonly capacity: number;
  /** Requests that wait, at the end of the step. */
  readonly backlog: number;
}

/** A metric's value in one step; undefined where nothing is published. */
export type MetricValue = (served: Served) => number | undefined;

interface Source {
  readonly service: ServiceModel;
  readonly isCount: boolean;
}

type Emitted = (served: Served, source: Source) => number | undefined;

/** Counts add up over a period; of a gauge there is one datapoint a step. */
const COUNTS: Readonly<Record<string, Emitted>> = {
  Invocations: ({ requests }) => requests,
  InvocationsPerInstance: perUnit,
  InvocationsPerCopy: perUnit,
};

const GAUGES: Readonly<Record<string, Emitted>> = {
  ConcurrentRequestsPerModel: concurrencyPerUnit,
  ConcurrentRequestsPerCopy: concurrencyPerUnit,
  ConcurrentExecutions: (served, { service }) => concurrency(served, service),
  ProvisionedConcurrencyUtilization: concurrencyPerUnit,
  ServerlessProvisionedConcurrencyUtilization: concurrencyPerUnit,
  CPUUtilization: utilization,
  GPUUtilization: utilization,
  ApproximateBacklogSize: ({ backlog }) => backlog,
  ApproximateBacklogSizePerInstance: ({ backlog, capacity }) => backlog / Math.max(1, capacity),
  HasBacklogWithoutCapacity: ({ backlog, capacity }) => Number(backlog > 0 && capacity === 0),
};

/** Published whatever the traffic. */
const ALWAYS = [
  'ApproximateBacklogSize',
  'ApproximateBacklogSizePerInstance',
  'HasBacklogWithoutCapacity',
  'CPUUtilization',
  'GPUUtilization',
];

/** How a metric follows from the load. Throws CannotEvaluate for one that neither the load nor the trace gives. */
export function metricValue(
  metric: MetricId,
  statisticName: string,
  trace: LoadTrace,
  { service = {}, publishesZero = false }: SimulationOptions,
): MetricValue {
  const recorded = trace.metrics.get(metric.name);
  if (recorded !== undefined) return ({ minute }) => recorded[minute];
  if (metric.name === 'NoCapacityInvocationFailures') {
    return ({ requests, capacity }) => (capacity === 0 && requests > 0 ? requests : undefined);
  }
  const isCount = Object.hasOwn(COUNTS, metric.name);
  const isSum = statisticName === 'Sum' || statisticName === 'SampleCount';
  if (!isCount && !Object.hasOwn(GAUGES, metric.name)) {
    throw new CannotEvaluate(
      `${metric.namespace} ${metric.name}, which does not follow from requests: give it in the trace`,
    );
  }
  check(metric.name, service);
  const emitted = isCount ? COUNTS[metric.name] : GAUGES[metric.name];
  const isAlways = publishesZero || ALWAYS.includes(metric.name);
  return (served) => {
    if (served.requests === 0 && !isAlways) return undefined;
    const value = emitted(served, { service, isCount });
    // Each request is one datapoint of a count.
    if (value === undefined || !isCount || isSum || served.requests === 0) return value;
    return value / served.requests;
  };
}

/** What the metric needs to know of a unit. */
function check(name: string, { serviceSeconds, requestsPerMinute }: ServiceModel): void {
  const needsSeconds = [concurrencyPerUnit, GAUGES.ConcurrentExecutions].includes(GAUGES[name]);
  if (needsSeconds && serviceSeconds === undefined) throw new CannotEvaluate(`${name} without serviceSeconds`);
  const needsRate = GAUGES[name] === utilization || name.includes('Backlog');
  if (needsRate && requestsPerMinute === undefined) throw new CannotEvaluate(`${name} without requestsPerMinute`);
}

function perUnit({ requests, capacity }: Served): number | undefined {
  return capacity === 0 ? undefined : requests / capacity;
}

/** Little's law. */
function concurrency({ requests, seconds }: Served, { serviceSeconds = 0 }: ServiceModel): number {
  return (requests / seconds) * serviceSeconds;
}

function concurrencyPerUnit(served: Served, { service }: Source): number | undefined {
  return served.capacity === 0 ? undefined : concurrency(served, service) / served.capacity;
}

/** In percent of one device, added up over the devices of an instance, as SageMaker has it. */
function utilization(served: Served, { service }: Source): number | undefined {
  const { requestsPerMinute = Infinity, devices = 1 } = service;
  if (served.capacity === 0) return undefined;
  const busy = ((served.requests / served.seconds) * 60) / (served.capacity * requestsPerMinute);
  return 100 * devices * Math.min(1, busy);
}
