import { SagemakerEndpoint } from '@cdktf/provider-aws/lib/sagemaker-endpoint';
import { Aspects, TerraformResource, TerraformStack } from 'cdktf';
import type { Construct, IConstruct } from 'constructs';
import { at } from '@inference-constructs/core/out/errors';
import { checkEndpointGiven } from '@inference-constructs/core/out/scaling/endpoint-scaling';
import { scaledVariantName } from '@inference-constructs/core/out/serving/variant-name';
import type { RenderedScaling } from '../render/scaling';
import { configurationOf, isA, targets } from '../rollout/declared-endpoint';
import type { ScaledEndpointOptions } from './bounds';

/** An endpoint of which a variant scales, as its author names it. */
export class ScaledEndpoint {
  readonly endpointName: string;
  readonly variantName: string;
  private readonly given?: SagemakerEndpoint;
  private readonly isReference: boolean;

  constructor(
    private readonly scope: Construct,
    { endpoint, endpointName, variantName }: ScaledEndpointOptions,
  ) {
    at(scope.node.path, () => checkEndpointGiven(endpoint, endpointName));
    this.given = endpoint;
    this.isReference = endpointName === undefined;
    this.endpointName = endpointName ?? endpoint!.name;
    this.variantName = variantName ?? scaledVariantName(endpoint && {});
  }

  /** Lets the target wait for the endpoint, where no reference does, and be made again with it. */
  join(scaling: RenderedScaling): void {
    let waits = false;
    // It may be made later, and the app be synthesized again.
    const visit = (node: IConstruct) => {
      const endpoint = node === this.scope && !waits ? this.declared() : undefined;
      if (endpoint === undefined) return;
      // Of a name that is a reference, the reference does.
      if (!this.isReference && endpoint === this.named()) scaling.waitFor(endpoint);
      scaling.remakeWith(endpoint);
      waits = true;
    };
    Aspects.of(this.scope).add({ visit });
  }

  /** What the rules of its scaling look at: the endpoint and its configuration, where the stack declares them. */
  beside(): readonly Construct[] {
    const endpoint = this.declared();
    return endpoint === undefined ? [] : [endpoint, configurationOf(endpoint)].filter((each) => each !== undefined);
  }

  /** The endpoint, where the stack declares it. */
  private declared(): SagemakerEndpoint | undefined {
    const referred = targets(this.scope)(this.endpointName);
    const endpoint = this.given ?? (isEndpoint(referred) ? referred : this.named());
    return endpoint && TerraformStack.of(endpoint) === TerraformStack.of(this.scope) ? endpoint : undefined;
  }

  private named(): SagemakerEndpoint | undefined {
    return TerraformStack.of(this.scope)
      .node.findAll()
      .filter(isEndpoint)
      .find(({ nameInput }) => nameInput !== undefined && nameInput === this.endpointName);
  }
}

function isEndpoint(construct: IConstruct | undefined): construct is SagemakerEndpoint {
  return (
    construct !== undefined &&
    TerraformResource.isTerraformResource(construct) &&
    isA(construct as TerraformResource, SagemakerEndpoint)
  );
}
