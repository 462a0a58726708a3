import type { CfnScalableTarget } from 'aws-cdk-lib/aws-applicationautoscaling';
import { CfnEndpoint } from 'aws-cdk-lib/aws-sagemaker';
import { AspectPriority, Aspects, Stack } from 'aws-cdk-lib/core';
import type { aws_sagemaker } from 'aws-cdk-lib/interfaces';
import type { Construct, IConstruct } from 'constructs';
import { at } from '@inference-constructs/core/out/errors';
import { checkEndpointGiven } from '@inference-constructs/core/out/scaling/endpoint-scaling';
import { scaledVariantName } from '@inference-constructs/core/out/serving/variant-name';
import { configurationOf, targetOf } from '../rollout/declared-endpoint';
import { endpointNameOf, givenEndpoint } from '../serving/endpoint-identity';
import type { ScaledEndpointOptions } from './bounds';
import { keepScaled } from './retained';

/** An endpoint of which a variant scales, as its author names it. */
export class ScaledEndpoint {
  readonly endpointName: string;
  readonly variantName: string;
  /** The endpoint itself, where more than its name is given. */
  private readonly given?: CfnEndpoint;

  constructor(
    private readonly scope: Construct,
    { endpoint, endpointName, variantName }: ScaledEndpointOptions,
  ) {
    at(scope.node.path, () => checkEndpointGiven(endpoint, endpointName));
    this.given = asEndpoint(endpoint === undefined ? targetOf(endpointName) : l1Of(endpoint));
    this.endpointName = endpointName ?? this.given?.attrEndpointName ?? endpointNameOf(endpoint!, {});
    this.variantName = variantName ?? scaledVariantName(endpoint && givenEndpoint(endpoint));
  }

  /** Lets the target wait for the endpoint, and the endpoint keep what is scaled of it. */
  join(target: CfnScalableTarget, keeps: boolean): void {
    const join = (endpoint: CfnEndpoint | undefined) => {
      if (endpoint === undefined) return;
      if (this.endpointName !== endpoint.attrEndpointName) target.node.addDependency(endpoint);
      if (keeps) keepScaled(endpoint);
    };
    if (this.given !== undefined) return join(this.given);
    // It may be made later.
    const { scope } = this;
    const visit = (node: IConstruct) => (node === scope ? join(this.named()) : undefined);
    Aspects.of(scope).add({ visit }, { priority: AspectPriority.MUTATING });
  }

  /** What the rules of its scaling look at: the endpoint and its configuration, where they are in the same stack. */
  beside(): readonly Construct[] {
    const endpoint = this.given ?? this.named();
    if (endpoint === undefined || Stack.of(endpoint) !== Stack.of(this.scope)) return [];
    const config = configurationOf(endpoint);
    return config === undefined || Stack.of(config) !== Stack.of(endpoint) ? [endpoint] : [endpoint, config];
  }

  private named(): CfnEndpoint | undefined {
    const stack = Stack.of(this.scope);
    return stack.node
      .findAll()
      .filter((node) => CfnEndpoint.isCfnEndpoint(node))
      .find((node) => node.endpointName === this.endpointName && Stack.of(node) === stack);
  }
}

/** The L1 of a construct for an endpoint; none of an imported one. */
function l1Of(endpoint: aws_sagemaker.IEndpointRef): unknown {
  return CfnEndpoint.isCfnEndpoint(endpoint) ? endpoint : endpoint.node.defaultChild;
}

function asEndpoint(construct: unknown): CfnEndpoint | undefined {
  return CfnEndpoint.isCfnEndpoint(construct) ? construct : undefined;
}
