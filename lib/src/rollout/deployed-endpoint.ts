import type { GraphResource, ResourceGraph } from '../graph/resource-graph';
import { referencesIn } from '../plan/plan';

type Block = Readonly<Record<string, unknown>>;

/** An endpoint with what it consists of, as far as one template says. */
export interface DeclaredEndpoint {
  readonly resource: GraphResource;
  readonly config?: GraphResource;
  readonly variants: readonly DeclaredVariant[];
}

export interface DeclaredVariant {
  readonly name: string;
  /** Undefined for a serverless variant, and where the template does not say. */
  readonly instanceType?: string;
  readonly instanceCount?: number;
  readonly serverless?: Block;
  /** Registered with Application Auto Scaling. */
  readonly scaling?: { readonly resource: GraphResource; readonly min?: number; readonly max?: number };
}

export function endpointsOf(graph: ResourceGraph): DeclaredEndpoint[] {
  return graph.ofType('AWS::SageMaker::Endpoint').map((resource) => {
    const name = resource.properties.EndpointConfigName;
    const configs = graph.ofType('AWS::SageMaker::EndpointConfig');
    const config = graph.target(name) ?? configs.find(({ properties }) => properties.EndpointConfigName === name);
    const variants = config?.properties.ProductionVariants;
    return {
      resource,
      config,
      variants: (Array.isArray(variants) ? (variants as Block[]) : []).map((variant) =>
        variantOf(graph, resource, variant),
      ),
    };
  });
}

function variantOf(graph: ResourceGraph, endpoint: GraphResource, variant: Block): DeclaredVariant {
  const name = String(variant.VariantName);
  const scaling = graph
    .ofType('AWS::ApplicationAutoScaling::ScalableTarget')
    .find(({ properties }) => scales(properties.ResourceId, endpoint, name));
  const { InstanceType: type, ServerlessConfig: serverless } = variant;
  return {
    name,
    ...(typeof type === 'string' ? { instanceType: type } : {}),
    ...numberOf('instanceCount', variant.InitialInstanceCount),
    ...(serverless !== null && typeof serverless === 'object' ? { serverless: serverless as Block } : {}),
    ...(scaling === undefined
      ? {}
      : {
          scaling: {
            resource: scaling,
            ...numberOf('min', scaling.properties.MinCapacity),
            ...numberOf('max', scaling.properties.MaxCapacity),
          },
        }),
  };
}

/** `endpoint/<name or a reference>/variant/<name>` */
function scales(resourceId: unknown, endpoint: GraphResource, variant: string): boolean {
  if (typeof resourceId !== 'string' || !resourceId.endsWith(`/variant/${variant}`)) return false;
  const isReference = referencesIn(resourceId).some(({ id }) => id === endpoint.id);
  return isReference || resourceId === `endpoint/${String(endpoint.properties.EndpointName)}/variant/${variant}`;
}

function numberOf<K extends string>(key: K, value: unknown): { readonly [name in K]?: number } {
  const parsed = typeof value === 'number' || (typeof value === 'string' && value !== '') ? Number(value) : NaN;
  return (Number.isFinite(parsed) ? { [key]: parsed } : {}) as { readonly [name in K]?: number };
}
