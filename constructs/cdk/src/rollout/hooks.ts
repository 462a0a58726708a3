import type { LambdaDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import type { Alias, IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { LoadedPackage } from '@inference-constructs/core/out/model/load';
import { ACCEPTANCE_HOOK } from '@inference-constructs/core/out/serving/acceptance-hook';
import { acceptanceHookFiles } from '../assets';
import { renderHelperFunction } from '../render/helper-function';
import type { Rendering } from '../render/rendering';
import { hookCode } from '../serving/function-code';

/** Functions that the author wants asked. */
export interface AskedHooks {
  readonly preHook?: IFunction;
  readonly postHook?: IFunction;
}

/** Has CodeDeploy ask functions before and after traffic shifts; gives what is asked before. */
export function addHooks(
  scope: Construct,
  rendering: Rendering,
  model: LoadedPackage,
  { group, alias }: { readonly group: LambdaDeploymentGroup; readonly alias: Alias },
  asked: AskedHooks,
): IFunction | undefined {
  const own = rendering.has(ACCEPTANCE_HOOK)
    ? renderHelperFunction(scope, ACCEPTANCE_HOOK, rendering, hookCode(model, acceptanceHookFiles()))
    : undefined;
  // It scores the version that its environment names: it must know the new one before the alias moves.
  if (own !== undefined) alias.node.addDependency(own);
  const preHook = asked.preHook ?? own;
  if (preHook !== undefined) group.addPreHook(preHook);
  if (asked.postHook !== undefined) group.addPostHook(asked.postHook);
  return preHook;
}
