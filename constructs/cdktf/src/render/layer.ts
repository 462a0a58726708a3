import { LambdaLayerVersion } from '@cdktf/provider-aws/lib/lambda-layer-version';
import type { Construct } from 'constructs';
import type { PlannedResource } from '@inference-constructs/core/out/plan/plan';
import { RenderedPlan } from './render-plan';

/** One layer version from its plan and the arguments that say where its zip lies. */
export function renderLayer(
  scope: Construct,
  layer: PlannedResource,
  code: Readonly<Record<string, unknown>>,
): LambdaLayerVersion {
  return new RenderedPlan(scope, { resources: [layer], notes: [] }, { [layer.id]: code }).get(
    layer.id,
    LambdaLayerVersion,
  );
}
