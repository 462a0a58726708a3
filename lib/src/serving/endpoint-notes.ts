import { rolloutNotes } from '../monitoring/rollout-notes';
import type { RolloutSpec } from '../rollout/rollout';
import { endpointShares } from '../rollout/shares';
import { acceptanceNotes } from './acceptance-hook';
import { defaultInstanceNotes } from './default-instance';
import type { EndpointSpec } from './endpoint';
import { checkModelFit } from './endpoint-fit';
import { wholeInstanceNotes } from './endpoint-limits';
import { shadowNotes } from './endpoint-shadow';
import { liveShare } from './endpoint-variants';
import { latencyNotes, staleNotes } from './measured';
import { unreadNotes } from './model-opset';
import { ownerNotes } from './model-sources';
import type { Placement } from './placement';
import { typesOf } from './placement';
import type { ModelData, ServedModel } from './served-model';

interface Decided extends EndpointSpec {
  readonly instanceCount: number;
  readonly instanceType: string;
  readonly latencyLimitMilliseconds: number;
  readonly weight: number;
  readonly rollout: RolloutSpec;
}

type PlacedModel = ModelData & Placement & { readonly model: ServedModel; readonly pulledRepositoryArn?: string };

/** What is told of an endpoint at synth. `served` answer requests; `all` are these and the shadow. */
export function endpointNotes(
  spec: Decided,
  served: readonly PlacedModel[],
  all: readonly PlacedModel[],
  isDefaultType: boolean,
): string[] {
  const { rollout, instanceCount, instanceType, variants = [], isUnresolved } = spec;
  const shares = endpointShares(rollout);
  const live = liveShare(spec.weight, variants, isUnresolved);
  return [
    ...predictionNotes(
      { ...spec, expectedRequestsPerMinute: timesShare(spec.expectedRequestsPerMinute, live, isUnresolved) },
      rollout,
      shares,
    ),
    ...acceptanceNotes(spec.model, 'endpoint'),
    ...wholeInstanceNotes(shares[0], instanceCount, isUnresolved, rollout.kind),
    ...(isDefaultType ? defaultInstanceNotes(instanceType) : []),
    ...all.flatMap((variant) => typesOf(variant).flatMap((type) => fitNotes(variant, type, isUnresolved))),
    ...served.flatMap(({ model }) => [
      ...staleNotes(model),
      ...latencyNotes(model, spec.latencyLimitMilliseconds, isUnresolved),
    ]),
    ...(spec.publishesPredictions === false ? [] : unreadNotes(all)),
    ...shadowNotes(spec.shadow, rollout.kind),
    ...ownerNotes(spec, all),
  ];
}

function fitNotes({ model }: PlacedModel, instanceType: string, isUnresolved: (value: unknown) => boolean): string[] {
  return checkModelFit({ model, instanceType }, isUnresolved);
}

/** Only the runtime publishes what a prediction-shift alarm watches. */
function predictionNotes(spec: EndpointSpec, rollout: RolloutSpec, shares: readonly number[]): string[] {
  if (spec.publishesPredictions !== false) return rolloutNotes(spec, rollout, shares);
  return [
    'no prediction-shift alarm: the container is not the runtime, which publishes what it answers, so a release that answers wrongly is not noticed',
  ];
}

function timesShare(rate: number | undefined, share: number | undefined, isUnresolved: (value: unknown) => boolean) {
  if (rate === undefined || share === undefined || isUnresolved(rate)) return share === undefined ? undefined : rate;
  return share === 0 ? undefined : rate * share;
}
