import type { CfnScalingPolicyProps, CfnScalableTargetProps } from 'aws-cdk-lib/aws-applicationautoscaling';
import { CfnScalableTarget, CfnScalingPolicy } from 'aws-cdk-lib/aws-applicationautoscaling';
import type { CfnAlarmProps } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Lazy, Token } from 'aws-cdk-lib/core';
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
import { l1Props } from './l1-props';
import { Rendering } from './rendering';

/** A scalable target, and what is added to it as its author goes on. */
export class RenderedScaling {
  /** The target. */
  readonly target: CfnScalableTarget;
  private known: ScalingSpec;
  private readonly entries: PlannedResource[] = [];
  private readonly rendering: Rendering;

  constructor(
    private readonly scope: Construct,
    scaled: Omit<ScalingSpec, 'path' | 'isUnresolved'>,
    /** What scales, where the app declares it. */
    beside?: () => readonly Construct[],
  ) {
    const spec = { ...scaled, path: scope.node.path, isUnresolved: (value: unknown) => Token.isUnresolved(value) };
    this.known = spec;
    const plan = at(spec.path, () => decideScaling(spec));
    this.rendering = new Rendering(plan);
    this.target = new CfnScalableTarget(scope, TARGET_ID, {
      ...l1Props<CfnScalableTargetProps>(this.rendering.properties(TARGET_ID)),
      scheduledActions: Lazy.any({ produce: () => this.scheduledActions() }, { omitEmptyArray: true }),
    });
    this.rendering.add(TARGET_ID, this.target);
    this.render(plan);
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
    this.rendering.extend(plan);
    this.render({ ...plan, notes: [...plan.notes, ...conflictNotes(this.entries, plan.resources)] });
  }

  /** Whether an entry is there. */
  has(id: string): boolean {
    return this.entries.some((entry) => entry.id === id);
  }

  private render({ resources, notes }: Plan): void {
    for (const entry of resources) {
      this.renderEntry(entry);
      this.entries.push(entry);
    }
    annotate(this.scope, notes);
  }

  private renderEntry({ id, type }: PlannedResource): void {
    const { scope, rendering } = this;
    if (type === 'AWS::CloudWatch::Alarm') {
      rendering.add(id, new CfnAlarm(scope, id, l1Props<CfnAlarmProps>(rendering.properties(id))));
    } else if (type === 'AWS::ApplicationAutoScaling::ScalingPolicy') {
      rendering.add(id, new CfnScalingPolicy(scope, id, l1Props<CfnScalingPolicyProps>(rendering.properties(id))));
    }
  }

  /** CloudFormation has them in the target, and takes times as dates. */
  private scheduledActions(): CfnScalableTarget.ScheduledActionProperty[] {
    return this.entries
      .filter(({ type }) => type === SCHEDULED_ACTION)
      .map(({ id }) => {
        const {
          ServiceNamespace: _service,
          ScalableDimension: _dimension,
          ResourceId: _id,
          ...action
        } = this.rendering.properties(id);
        const { startTime, endTime, ...props } = l1Props<{
          scheduledActionName: string;
          schedule: string;
          startTime?: string;
          endTime?: string;
        }>(action);
        return {
          ...props,
          ...(startTime === undefined ? {} : { startTime: new Date(startTime) }),
          ...(endTime === undefined ? {} : { endTime: new Date(endTime) }),
        };
      });
  }
}
