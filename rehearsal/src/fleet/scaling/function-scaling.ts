import { STARTING_MINUTES } from '@inference-constructs/core/out/catalog/starting';
import type { FunctionScalingInput } from '../../assembly/assembly-reader';
import type { DeploymentOutcome } from '../../control-plane/control-plane';
import type { MetricStore } from '../../metrics/metric-store';
import type { ProvisionedAlias } from '../../metrics/provisioned-metrics';
import { putProvisionedMetrics } from '../../metrics/provisioned-metrics';
import type { Companion } from '../../play/companion';
import type { DeploymentEvent, ScalingFacts } from '../../result';
import type { Random } from '../../traffic/random';
import { ScaledVariant } from './scaled-variant';

/** How long what scaling does is looked at once nothing moves any more, in minutes. */
const AFTERWARDS = 3;

export interface FunctionScalingParts {
  readonly alias: ProvisionedAlias;
  readonly scaling: FunctionScalingInput;
  readonly store: MetricStore;
  readonly startsAt: Date;
  readonly startIsAssumed: boolean;
  readonly random: Random;
}

/** What scales the provisioned concurrency of an alias, whichever versions are behind it. */
export class FunctionScaling implements Companion {
  private readonly scaled: ScaledVariant;
  private since = 0;
  private lastMove = 0;

  constructor(private readonly parts: FunctionScalingParts) {
    const { alias, scaling, store, startsAt, startIsAssumed } = parts;
    this.scaled = new ScaledVariant({
      variantName: alias.aliasName,
      input: scaling.input,
      store,
      startsAt,
      startIsAssumed,
      provisioningMinutes: STARTING_MINUTES.provisionedConcurrency,
      instances: scaling.provisioned,
      unit: 'provisioned environments',
    });
  }

  begin(minute: number): void {
    this.scaled.begin(minute, false);
    if (this.scaled.isMoving) this.lastMove = minute;
  }

  end(minute: number): void {
    const { store, alias, random } = this.parts;
    putProvisionedMetrics(store, alias, this.scaled.instances, minute, random);
    this.scaled.end(minute);
  }

  decided({ minute }: DeploymentOutcome): void {
    this.since = minute;
  }

  isSettled(minute: number): boolean {
    return minute >= this.since + this.scaled.watchMinutes && minute > this.lastMove + AFTERWARDS;
  }

  get events(): readonly DeploymentEvent[] {
    return this.scaled.events;
  }

  get facts(): readonly ScalingFacts[] {
    return [this.scaled.facts];
  }

  get notes(): readonly string[] {
    return [
      'how much of the provisioned concurrency is used is modelled: requests arrive by chance, and each takes the time measured here',
      'the provisioned concurrency was assumed to be that of the alias, scaled also while two versions share its traffic: AWS does not document how a deployment divides it',
      ...this.scaled.notes,
    ];
  }
}
