import { COMPONENT_ENDPOINT_DEFAULTS } from '@inference-constructs/core/out/serving/component-endpoint';

/** How an endpoint chooses who answers a request. */
export class RoutingStrategy {
  /** Whoever has the fewest requests to answer. */
  public static readonly LEAST_OUTSTANDING_REQUESTS = new RoutingStrategy(COMPONENT_ENDPOINT_DEFAULTS.routingStrategy);

  /** Anyone. */
  public static readonly RANDOM = new RoutingStrategy('RANDOM');

  /** A strategy that SageMaker added since. */
  public static of(name: string): RoutingStrategy {
    return new RoutingStrategy(name);
  }

  /** @param name What SageMaker calls it. */
  private constructor(public readonly name: string) {}
}
