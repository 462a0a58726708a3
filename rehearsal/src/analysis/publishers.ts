import { Dimensions, METRIC_NAMESPACE, Metrics } from '@inference-constructs/core/out/contract/metrics';
import type { Assembly } from '../assembly/assembly-reader';
import { instancesOf } from '../assembly/variant-instances';
import type { MetricId } from '../metrics/metric-store';

type Block = Readonly<Record<string, unknown>>;

/** Sets of dimensions that a service publishes a metric with, and what their values may be here. */
interface Publisher {
  readonly metrics: (name: string) => boolean;
  readonly dimensions: readonly (readonly string[])[];
  readonly values: (dimension: string, metric: MetricId, assembly: Assembly) => readonly string[] | undefined;
}

const LAMBDA_METRICS = [
  ...['Invocations', 'Errors', 'Duration', 'Throttles', 'DeadLetterErrors', 'DestinationDeliveryFailures'],
  ...['IteratorAge', 'ConcurrentExecutions', 'ProvisionedConcurrencyInvocations', 'ProvisionedConcurrencyUtilization'],
  ...['ProvisionedConcurrencySpilloverInvocations', 'ProvisionedConcurrentExecutions', 'AsyncEventsReceived'],
  ...['AsyncEventAge', 'AsyncEventsDropped', 'RecursiveInvocationsDropped', 'UnreservedConcurrentExecutions'],
  ...['ClaimedAccountConcurrency', 'OffsetLag', 'PostRuntimeExtensionsDuration'],
];

const ENDPOINT_METRICS = [
  ...['Invocations', 'Invocation4XXErrors', 'Invocation5XXErrors', 'InvocationModelErrors', 'InvocationsPerInstance'],
  ...['ModelLatency', 'OverheadLatency', 'ModelSetupTime', 'ConcurrentRequestsPerModel', 'ConcurrentRequestsPerCopy'],
  ...['ModelLoadingWaitTime', 'ModelUnloadingTime', 'ModelDownloadingTime', 'ModelLoadingTime', 'ModelCacheHit'],
  ...['ApproximateBacklogSize', 'ApproximateBacklogSizePerInstance', 'ApproximateAgeOfOldestRequest'],
  ...['HasBacklogWithoutCapacity', 'InvocationsProcessed', 'InvocationFailures', 'TotalProcessingTime'],
  ...['TimeInBacklog', 'NoCapacityInvocationFailures', 'InvocationsPerCopy', 'MidStreamErrors'],
  ...[
    'FirstChunkLatency',
    'FirstChunkModelLatency',
    'FirstChunkOverheadLatency',
    'ServerlessConcurrentExecutionsUtilization',
  ],
];

const HOST_METRICS = [
  'CPUUtilization',
  'MemoryUtilization',
  'GPUUtilization',
  'GPUMemoryUtilization',
  'DiskUtilization',
];

const functions = ({ stacks }: Assembly): string[] =>
  stacks.flatMap(({ graph, names }) =>
    graph.ofType('AWS::Lambda::Function').map(({ id }) => names.text(`@{${id}.Ref}`)),
  );

const ofEndpoint = (dimension: string, { dimensions }: MetricId, { endpoints }: Assembly): string[] | undefined => {
  const endpoint = endpoints.find(({ name }) => name === dimensions.EndpointName);
  switch (dimension) {
    case 'EndpointName':
      return endpoints.map(({ name }) => name);
    case 'VariantName':
      // Those of a configuration from elsewhere are not known.
      return endpoint?.config && [...endpoint.variants, ...endpoint.shadowVariants].map(({ name }) => name);
    case 'EndpointConfigName':
      return endpoint?.config && [String(endpoint.properties.EndpointConfigName)];
    case 'InstanceType':
      return endpoint?.config && endpoint.variants.flatMap((variant) => instancesOf(variant).instanceTypes);
    default:
      return undefined;
  }
};

const PUBLISHERS: Readonly<Record<string, Publisher>> = {
  'AWS/Lambda': {
    metrics: (name) => LAMBDA_METRICS.includes(name),
    dimensions: [
      [],
      ['FunctionName'],
      ['FunctionName', 'Resource'],
      ['FunctionName', 'Resource', 'ExecutedVersion'],
      ['FunctionName', 'ExecutedVersion', 'Resource', 'EventSourceMappingUUID'],
    ],
    values: (dimension, metric, assembly) => {
      if (dimension === 'FunctionName') return functions(assembly);
      if (dimension !== 'Resource') return undefined;
      const { FunctionName: name } = metric.dimensions;
      const aliases = assembly.stacks.flatMap(({ graph, names }) =>
        graph.ofType('AWS::Lambda::Alias').map(({ properties }) => `${name}:${names.text(properties.Name)}`),
      );
      return [name, ...aliases, ...[metric.dimensions.Resource].filter((text) => /:(\d+|\$LATEST)$/.test(text))];
    },
  },
  'AWS/SageMaker': {
    metrics: (name) => ENDPOINT_METRICS.includes(name),
    dimensions: [
      ['EndpointName', 'VariantName'],
      ['EndpointName', 'VariantName', 'EndpointConfigName'],
      ['EndpointName', 'VariantName', 'InstanceType'],
      ['EndpointName'],
      ['InferenceComponentName'],
    ],
    values: ofEndpoint,
  },
  '/aws/sagemaker/Endpoints': {
    metrics: (name) => HOST_METRICS.includes(name),
    dimensions: [
      ['EndpointName', 'VariantName'],
      ['EndpointName', 'VariantName', 'EndpointConfigName'],
      ['EndpointName', 'VariantName', 'InstanceType'],
    ],
    values: ofEndpoint,
  },
  [METRIC_NAMESPACE]: {
    metrics: (name) => (Object.values(Metrics) as string[]).includes(name) || /^Class_\d+$/.test(name),
    dimensions: [Dimensions.FUNCTION, Dimensions.ENDPOINT].flatMap((who) => [
      [who, Dimensions.MODEL],
      [who, Dimensions.MODEL, Dimensions.RELEASE],
    ]),
    values: (dimension, metric, assembly) => {
      if (dimension === Dimensions.FUNCTION) return functions(assembly);
      if (dimension === Dimensions.ENDPOINT) return assembly.endpoints.map(({ name }) => name);
      const { [Dimensions.FUNCTION]: name, [Dimensions.ENDPOINT]: endpoint } = metric.dimensions;
      const versions = assembly.functions.filter(({ version }) => version.functionName === name);
      const known = versions.flatMap(({ version }) => [version.number, ...Object.values(version.environment)]);
      const served = assembly.endpoints.find((one) => one.name === endpoint);
      const variables = [...(served?.variants ?? []), ...(served?.shadowVariants ?? [])].flatMap(variablesOf);
      return known.length + variables.length === 0 ? undefined : [...known, ...variables];
    },
  },
};

/** Why nobody publishes a metric; undefined where somebody does, or may. */
export function notPublished(metric: MetricId, assembly: Assembly): { reason: string; isSure: boolean } | undefined {
  const { namespace, name, dimensions } = metric;
  const publisher = PUBLISHERS[namespace];
  if (publisher === undefined) return custom(metric, assembly);
  if (!publisher.metrics(name)) return { reason: `${namespace} has no metric ${name}`, isSure: false };
  const given = Object.keys(dimensions).sort();
  const isSet = (set: readonly string[]): boolean => JSON.stringify([...set].sort()) === JSON.stringify(given);
  if (!publisher.dimensions.some(isSet)) {
    const what = given.length === 0 ? 'without dimensions' : `with dimensions ${given.join(', ')}`;
    return { reason: `${namespace} does not publish ${name} ${what}`, isSure: true };
  }
  for (const dimension of given) {
    const values = publisher.values(dimension, metric, assembly);
    if (values === undefined || values.includes(dimensions[dimension])) continue;
    return { reason: `nothing here is ${dimension} ${dimensions[dimension]}`, isSure: false };
  }
  return undefined;
}

/** Somebody's own metric comes from a filter on logs, or from a program that nothing is known of. */
function custom({ namespace, name }: MetricId, { stacks }: Assembly): { reason: string; isSure: boolean } | undefined {
  if (/^(AWS\/|\/aws\/)/.test(namespace)) return undefined;
  const filters = stacks.flatMap(({ graph, names }) =>
    graph
      .ofType('AWS::Logs::MetricFilter')
      .flatMap(({ properties }) => names.resolve(properties.MetricTransformations ?? []).value as Block[]),
  );
  if (filters.some(({ MetricNamespace, MetricName }) => MetricNamespace === namespace && MetricName === name)) {
    return undefined;
  }
  return { reason: `nothing here is known to publish ${namespace} ${name}`, isSure: false };
}

function variablesOf({ model }: Assembly['endpoints'][number]['variants'][number]): string[] {
  const { PrimaryContainer, Containers } = (model?.properties ?? {}) as {
    PrimaryContainer?: Block;
    Containers?: Block[];
  };
  return [PrimaryContainer ?? [], Containers ?? []]
    .flat()
    .flatMap(({ Environment }) => Object.values((Environment ?? {}) as Record<string, unknown>).map(String));
}
