import { CfnResource, Stack, Stage, Token } from 'aws-cdk-lib/core';
import type { Template } from '@inference-constructs/core/out/graph/cloudformation';
import { graphOfTemplate } from '@inference-constructs/core/out/graph/cloudformation';
import { withConstructPaths } from '@inference-constructs/core/out/graph/construct-paths';
import type { ResourceGraph } from '@inference-constructs/core/out/graph/resource-graph';
import { checkSameButEnvironment } from '@inference-constructs/core/out/testing/environment-check';
import type { Placed } from '@inference-constructs/core/out/testing/environment-text';
import { commonPath } from '@inference-constructs/core/out/testing/environment-text';
import {
  checkRollbackAlarms,
  checkRollout,
  checkRulesHold,
} from '@inference-constructs/core/out/testing/template-checks';
import { templateOf } from '../render/template';
import type { Rollout } from '../rollout/rollout';
import type { HasNoBrokenRulesOptions, HasRollbackAlarmsOptions, HasRolloutOptions } from './expectations';

/**
 * What the tests of an app ask of a template beside what `aws-cdk-lib/assertions` knows: how releases are rolled out,
 * which alarms roll them back, and whether the rules hold. Endpoints and functions of other libraries, and L1s, count too.
 */
export class InferenceTemplate {
  /** The template of a stack, which is synthesized. What fails its synth fails here. */
  public static fromStack(stack: Stack): InferenceTemplate {
    Stage.of(stack)?.synth();
    const resources = stack.node.findAll().filter((node) => CfnResource.isCfnResource(node));
    const graph = graphOfTemplate(templateOf(resources.filter((each) => Stack.of(each) === stack)));
    const [account, region] = [stack.account, stack.region].map((each) =>
      Token.isUnresolved(each) ? undefined : each,
    );
    return new InferenceTemplate({ graph, root: stack.node.path, account, region });
  }

  /** A CloudFormation template in JSON, wherever it comes from. */
  public static fromString(template: string): InferenceTemplate {
    const graph = withConstructPaths(graphOfTemplate(JSON.parse(template) as Template));
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
