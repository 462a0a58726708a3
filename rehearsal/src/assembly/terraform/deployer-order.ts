import type { DeploymentOrder } from '@inference-constructs/core/out/contract/deployer';
import { HookEnvironment } from '@inference-constructs/core/out/contract/hook';
import type { GraphResource } from '@inference-constructs/core/out/graph/resource-graph';
import type { NamedHooks } from '../hooks';
import { pathOf } from '../construct-path';
import type { StackContents } from '../stack-contents';

const INVOCATION = 'terraform:aws_lambda_invocation';

/** What the deployer is invoked with to move an alias of a function, where Terraform's files have it invoked. */
export function deployerOrder(contents: StackContents, fn: GraphResource): Partial<DeploymentOrder> | undefined {
  const { graph, names } = contents;
  const functionName = names.text(`@{${fn.id}.Ref}`);
  return graph
    .ofType(INVOCATION)
    .map(({ properties }) => parse(names.text(properties.Input)))
    .find((order) => order.functionName === functionName && order.deploymentGroupName !== undefined);
}

/** Its hooks; where no order is there to name them, the function that scores this one. */
export function hooksOnTerraform(
  contents: StackContents,
  fn: GraphResource,
  order: Partial<DeploymentOrder> | undefined,
): { readonly hooks: NamedHooks; readonly assumptions: readonly string[] } {
  if (order !== undefined) {
    const { beforeAllowTraffic: before, afterAllowTraffic: after } = order;
    return {
      hooks: {
        ...(before === undefined ? {} : { BeforeAllowTraffic: before }),
        ...(after === undefined ? {} : { AfterAllowTraffic: after }),
      },
      assumptions: [],
    };
  }
  const { graph, names } = contents;
  const functionName = names.text(`@{${fn.id}.Ref}`);
  const scorer = graph.ofType('AWS::Lambda::Function').find(({ properties }) => {
    const { Variables } = (properties.Environment ?? {}) as { Variables?: Readonly<Record<string, unknown>> };
    const scored = Variables?.[HookEnvironment.FUNCTION];
    return scored !== undefined && names.text(scored) === functionName;
  });
  if (scorer === undefined) return { hooks: {}, assumptions: [] };
  return {
    hooks: { BeforeAllowTraffic: `@{${scorer.id}.Ref}` },
    assumptions: [`it is assumed that the deployment names ${pathOf(scorer)} as its BeforeAllowTraffic hook`],
  };
}

function parse(text: string): Partial<DeploymentOrder> {
  try {
    return (JSON.parse(text) as Partial<DeploymentOrder> | null) ?? {};
  } catch {
    return {};
  }
}
