import type { CfnResource, IResolvable, IResolveContext } from 'aws-cdk-lib/core';
import { Stack } from 'aws-cdk-lib/core';
import type { Template } from '@inference-constructs/core/out/graph/cloudformation';

/** An L1 while it keeps what it adds to the template; nothing public of CDK applies overrides. */
interface Keeping {
  _toCloudFormation: (() => object) & { template?: Template };
}

/** What a resource adds to the template of its stack. */
export function declaredBy(resource: CfnResource): Template {
  const { template } = (resource as Keeping)._toCloudFormation;
  return template ?? resolve(resource);
}

/**
 * For a validation, when the tree is finished and CDK renders next: resolves each resource once for both. CDK takes what
 * is kept here once, and the next synth, which begins by looking for references, starts afresh.
 */
export function finish(resources: readonly CfnResource[]): void {
  resources.forEach(forget);
  for (const resource of resources) {
    const template = resolve(resource);
    const kept: IResolvable = {
      creationStack: [],
      resolve({ preparing }: IResolveContext) {
        forget(resource);
        return preparing ? resource._toCloudFormation() : template;
      },
    };
    resource._toCloudFormation = Object.assign(() => kept, { template });
  }
}

/** Only what is kept is a property of the resource itself. */
function forget(resource: CfnResource): void {
  Reflect.deleteProperty(resource, '_toCloudFormation');
}

function resolve(resource: CfnResource): Template {
  return Stack.of(resource).resolve(resource._toCloudFormation()) as Template;
}
