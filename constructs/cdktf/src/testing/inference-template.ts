import type { TerraformStack } from 'cdktf';
import { Testing } from 'cdktf';
import { withConstructPaths } from '@inference-constructs/core/out/graph/construct-paths';
import type { ResourceGraph } from '@inference-constructs/core/out/graph/resource-graph';
import type { TerraformJson } from '@inference-constructs/core/out/graph/terraform';
import { graphOfTerraform } from '@inference-constructs/core/out/graph/terraform';
import { checkSameButEnvironment } from '@inference-constructs/core/out/testing/environment-check';
import type { Placed } from '@inference-constructs/core/out/testing/environment-text';
import { commonPath } from '@inference-constructs/core/out/testing/environment-text';
import {
  checkRollbackAlarms,
  checkRollout,
  checkRulesHold,
} from '@inference-constructs/core/out/testing/template-checks';
import { knownPlace } from '../render/account';
import { graphOf } from '../render/graph';
import type { Rollout } from '../rollout/rollout';
import type { HasNoBrokenRulesOptions, HasRollbackAlarmsOptions, HasRolloutOptions } from './expectations';

/**
 * What the tests of an app ask of a stack beside what `Testing` of CDKTF knows: how releases are rolled out, which alarms
 * roll them back, and whether the rules hold. Endpoints and functions that others declare count too.
 */
export class InferenceTemplate {
  /** The JSON of a stack, which is synthesized. What fails its validations fails here. */
  public static fromStack(stack: TerraformStack): InferenceTemplate {
    // Invokes aspects and validations; its text tells no construct paths.
    Testing.synth(stack, true);
    const { knownAccount: account, knownRegion: region } = knownPlace(stack);
    return new InferenceTemplate({ graph: graphOf(stack), root: stack.node.path, account, region });
  }

  /** What `Testing.synth` returns, which tells no construct paths, `cdk.tf.json`, or any Terraform configuration in JSON. */
  public static fromSynth(json: string): InferenceTemplate {
    const graph = withConstructPaths(graphOfTerraform(JSON.parse(json) as TerraformJson));
    return new InferenceTemplate({ graph, root: commonPath(graph) });
  }

  private readonly graph: ResourceGraph;

  private constructor(private readonly placed: Placed) {
    this.graph = placed.graph;
  }

  /** Fails with `RolloutDiffers` unless a release is rolled out like this, with both rollouts in the message. */
  public hasRollout(rollout: Rollout, options: HasRolloutOptions = {}): void {
    checkRollout(this.graph, rollout._spec, options.path);
  }

  /** Fails with `RollbackAlarmsMissing` unless every release is rolled back by alarms, on these metrics where some are named. */
  public hasRollbackAlarms(options: HasRollbackAlarmsOptions = {}): void {
    checkRollbackAlarms(this.graph, options.metricNames ?? [], options.path);
  }

  /** Fails with `RulesBroken` if a rule is broken, advice included, by any resource, whoever declared it. */
  public hasNoBrokenRules(options: HasNoBrokenRulesOptions = {}): void {
    checkRulesHold(this.graph, options.acknowledged);
  }

  /**
   * Fails with `EnvironmentsDiffer` unless the template is that of the other one in another environment: what differs is
   * the account, the region, names, tags, removal policies and scaling numbers (instances, copies, concurrency, bounds and
   * targets), and nothing else, so that what was tried in one stage is what is deployed in the next.
   */
  public differsInEnvironmentOnly(other: InferenceTemplate): void {
    checkSameButEnvironment(this.placed, other.placed);
  }
}
