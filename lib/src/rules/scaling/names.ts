import type { GraphResource, ResourceGraph } from '../../graph/resource-graph';
import { scaledVariant, variantNames } from '../../graph/scaled-variant';
import { referencesIn } from '../../plan/plan';
import { SCALABLE_DIMENSIONS } from '../../scaling/dimensions';
import type { Rule, RuleContext } from '../rule';
import { namesOf } from '../variants/declared';
import { targetsOf } from './scaled';

const targetNamesNothing: Rule = {
  id: 'scalable-target-names-nothing',
  severity: 'error',
  why: 'Application Auto Scaling refuses a resource id that is not of the form of its dimension, and a variant that does not exist.',
  source: 'https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html',
  check(graph, context) {
    return targetsOf(graph).flatMap((resource) => {
      const { ScalableDimension, ResourceId, ServiceNamespace } = resource.properties;
      if (typeof ScalableDimension !== 'string' || !Object.hasOwn(SCALABLE_DIMENSIONS, ScalableDimension)) return [];
      const { resourceId, serviceNamespace } = SCALABLE_DIMENSIONS[ScalableDimension];
      if (typeof ServiceNamespace === 'string' && ServiceNamespace !== serviceNamespace) {
        return {
          resource,
          message: `ServiceNamespace (${JSON.stringify(ServiceNamespace)}): must be "${serviceNamespace}", the beginning of ${ScalableDimension}. write that`,
        };
      }
      const names = typeof ResourceId === 'string' ? resourceId.exec(ResourceId) : undefined;
      if (names === null) {
        return {
          resource,
          message: `ResourceId (${JSON.stringify(ResourceId)}): must match ${resourceId.source.replace(/\\/g, '')} for ${ScalableDimension}. name what is to scale`,
        };
      }
      const variants = otherVariants(resource, graph, context);
      if (variants !== undefined) {
        return { resource, message: `ResourceId (${JSON.stringify(ResourceId)}): ${variants}. name one that it has` };
      }
      if (names?.[2] !== '$LATEST') return [];
      return {
        resource,
        message: `ResourceId (${JSON.stringify(ResourceId)}): must name an alias or a version, because $LATEST has no provisioned concurrency. name the alias`,
      };
    });
  },
};

/** What a target should name, where the endpoint and its configuration are declared and have no such variant. */
function otherVariants(target: GraphResource, graph: ResourceGraph, { isUnresolved }: RuleContext): string | undefined {
  const { endpoint, configuration, variant } = scaledVariant(target, graph) ?? {};
  if (endpoint === undefined || configuration === undefined || variant !== undefined) return undefined;
  const known = namesOf(configuration) ?? [];
  const { variantName } = variantNames(target.properties)!;
  if (known.length === 0 || known.includes(variantName) || [variantName, ...known].some(isUnresolved)) return undefined;
  return `must name a variant of ${endpoint.path} (${known.join(', ')})`;
}

const doesNotWait: Rule = {
  id: 'scalable-target-does-not-wait',
  severity: 'error',
  why: 'Application Auto Scaling refuses a variant whose endpoint is not there yet, as on the first deployment.',
  source: 'https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html',
  check(graph) {
    return targetsOf(graph).flatMap((resource) => {
      const endpoint = scaledVariant(resource, graph)?.endpoint;
      if (endpoint === undefined || waitsFor(resource, endpoint, graph)) return [];
      return {
        resource,
        message:
          `ResourceId (${JSON.stringify(resource.properties.ResourceId)}): must be registered after ${endpoint.path}, which ` +
          'nothing makes it wait for. refer to the endpoint instead of writing its name, or add a dependency',
      };
    });
  },
};

/** Whether one resource comes after another: it refers to it, depends on it, or does so by others. */
function waitsFor(
  resource: GraphResource,
  first: GraphResource,
  graph: ResourceGraph,
  seen = new Set<string>(),
): boolean {
  const { properties, attributes = {} } = resource;
  return referencesIn([properties, attributes.DependsOn ?? []]).some(({ id }) => {
    if (id === first.id) return true;
    const next = seen.has(id) ? undefined : graph.get(id);
    seen.add(id);
    return next !== undefined && waitsFor(next, first, graph, seen);
  });
}

/** What a scalable target is called. */
export const nameRules: readonly Rule[] = [targetNamesNothing, doesNotWait];
