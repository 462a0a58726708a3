import { AppautoscalingPolicy } from '@cdktf/provider-aws/lib/appautoscaling-policy';
import { AppautoscalingScheduledAction } from '@cdktf/provider-aws/lib/appautoscaling-scheduled-action';
import { AppautoscalingTarget } from '@cdktf/provider-aws/lib/appautoscaling-target';
import type { ITerraformDependable, TerraformResource } from 'cdktf';
import { dependable as dependableOf, Token } from 'cdktf';
import type { Construct } from 'constructs';
import { at } from '@inference-constructs/core/out/errors';
import type { BenchResult } from '@inference-constructs/core/out/model/bench';
import type { Plan, PlannedResource } from '@inference-constructs/core/out/plan/plan';
import { conflictNotes } from '@inference-constructs/core/out/scaling/conflicts';
import { SCHEDULED_ACTION } from '@inference-constructs/core/out/scaling/schedule';
import { scalingRules } from '@inference-constructs/core/out/rules/scaling/index';
import type { ScalingSpec } from '@inference-constructs/core/out/scaling/scaling-spec';
import { decideScaling, TARGET_ID } from '@inference-constructs/core/out/scaling/target';
import { annotate } from '../annotations';
import { checkRules } from '../rules';
import { RenderedPlan } from './render-plan';

/** A scalable target, and what is added to it as its author goes on. */
export class RenderedScaling {
  /** The target. */
  readonly target: AppautoscalingTarget;
  private known: ScalingSpec;
  private readonly entries: PlannedResource[];
  private readonly rendered: RenderedPlan;
  /** What is made again with what it is for. */
  private readonly remade = new Set<TerraformResource>();

  constructor(
    private readonly scope: Construct,
    scaled: Omit<ScalingSpec, 'path' | 'isUnresolved'>,
    /** What scales, where the stack declares it. */
    beside?: () => readonly Construct[],
  ) {
    const { path } = scope.node;
    this.known = { ...scaled, path, isUnresolved: (value) => Token.isUnresolved(value) };
    const plan = at(path, () => decideScaling(this.spec));
    this.rendered = new RenderedPlan(scope, plan);
    this.target = this.rendered.get(TARGET_ID, AppautoscalingTarget);
    this.entries = [...plan.resources];
    this.remakeWithTarget();
    annotate(scope, plan.notes);
    checkRules(scope, beside, scalingRules);
  }

  get spec(): ScalingSpec {
    return this.known;
  }

  /** What was measured of the model that it serves. */
  knows(bench: BenchResult | undefined): void {
    this.known = { ...this.known, bench };
  }

  /** Adds what is decided for this target. */
  add(decide: (spec: ScalingSpec) => Plan): void {
    const plan = at(this.spec.path, () => decide(this.spec));
    this.rendered.extend(plan);
    this.remakeWithTarget();
    annotate(this.scope, [...plan.notes, ...conflictNotes(this.entries, plan.resources)]);
    this.entries.push(...plan.resources);
    // A scheduled action changes the target itself, and the next apply would set it back.
    if (plan.resources.some(({ type }) => type === SCHEDULED_ACTION)) this.leaveBounds();
  }

  /** Whether an entry is there. */
  has(id: string): boolean {
    return this.entries.some((entry) => entry.id === id);
  }

  /** What must be there before the target. */
  waitFor(dependable: ITerraformDependable): void {
    this.target.dependsOn = [...(this.target.dependsOn ?? []), dependableOf(dependable)];
  }

  /**
   * Makes the target again with what scales. Deleting an endpoint deregisters its targets without a word, one of the same name
   * has none, and no argument of the target tells them apart.
   */
  remakeWith(scaled: TerraformResource): void {
    this.remake(this.target, scaled);
  }

  /** Leaves the bounds to who changes them by the clock. */
  leaveBounds(): void {
    this.target.lifecycle = { ...this.target.lifecycle, ignoreChanges: ['min_capacity', 'max_capacity'] };
  }

  /** Deregistering a target deletes its policies and scheduled actions, which name it by what stays the same. */
  private remakeWithTarget(): void {
    const { rendered } = this;
    for (const kept of [...rendered.all(AppautoscalingPolicy), ...rendered.all(AppautoscalingScheduledAction)]) {
      this.remake(kept, this.target);
    }
  }

  /** Of a resource that is updated the id stays; it is unknown only of one that will be replaced. */
  private remake(resource: TerraformResource, when: TerraformResource): void {
    if (this.remade.has(resource)) return;
    this.remade.add(resource);
    const declared = resource.lifecycle?.replaceTriggeredBy ?? [];
    resource.lifecycle = { ...resource.lifecycle, replaceTriggeredBy: [...declared, `${dependableOf(when)}.id`] };
  }
}
