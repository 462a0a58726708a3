import type { LambdaAlias } from '@cdktf/provider-aws/lib/lambda-alias';
import type { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import type { Construct } from 'constructs';
import { at } from '@inference-constructs/core/out/errors';
import { checkNotDeclared, checkOnce } from '@inference-constructs/core/out/scaling/capacity';
import { FUNCTION_DEFAULTS } from '@inference-constructs/core/out/serving/function-defaults';
import type { ScalingBounds } from './bounds';
import { SCALING_ID } from './endpoint-scaling';
import { ScalableFunctionConcurrency } from './scalable-function-concurrency';

/** Lets the provisioned concurrency of an alias scale once the alias is there. */
export function scaleAlias(
  scope: Construct,
  lambda: LambdaFunction,
  alias: LambdaAlias,
  bounds: ScalingBounds,
  declared: number | undefined,
): ScalableFunctionConcurrency {
  at(scope.node.path, () => {
    checkOnce(scope.node.tryFindChild(SCALING_ID) !== undefined, 'provisioned concurrency');
    checkNotDeclared(declared);
  });
  const scaling = new ScalableFunctionConcurrency(scope, SCALING_ID, {
    ...bounds,
    functionName: lambda.functionName,
    aliasName: FUNCTION_DEFAULTS.aliasName,
  });
  scaling._waitFor(alias);
  return scaling;
}
