import type { HostedComponent } from '../../graph/hosted-component';
import { componentsOf } from '../../graph/hosted-component';
import type { ResourceGraph } from '../../graph/resource-graph';
import type { Properties } from '../../plan/plan';
import { block, number } from '../reading';
import type { Finding, Rule, RuleContext } from '../rule';
import { copiesPerInstance, mostInstances, placesOf, RESOURCES } from './room';

const SOURCE =
  'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_InferenceComponentComputeResourceRequirements.html';

const tooLarge: Rule = {
  id: 'component-too-large',
  severity: 'error',
  why: 'A copy that asks for more than an instance has is never placed, and the component never comes into service.',
  source: SOURCE,
  check(graph, context) {
    return componentsOf(graph).flatMap(({ component, variant }) =>
      placesOf(component, variant, context).flatMap(({ instanceType, requirements }) =>
        RESOURCES.flatMap(({ property, of }) => {
          const [asked, has] = [number(requirements[property], context), of(instanceType)];
          if (asked === undefined || has === undefined || asked <= has) return [];
          return {
            resource: component,
            message: `${property} (${asked}): at most what ${instanceType} has (${has}). ask for less, or choose a larger instance type`,
          };
        }),
      ),
    );
  },
};

/** All components of a variant of one instance type, with what they may take. */
interface Shared {
  readonly instanceType: string;
  readonly instances: number;
  readonly components: readonly HostedComponent[];
}

function shared(graph: ResourceGraph, context: RuleContext): Shared[] {
  const hosted = componentsOf(graph);
  const variants = [...new Set(hosted.flatMap(({ variant }) => (variant === undefined ? [] : [variant])))];
  return variants.flatMap((variant: Properties) => {
    const instances = mostInstances(variant, context);
    const { InstanceType: instanceType } = variant;
    if (instances === undefined || typeof instanceType !== 'string' || context.isUnresolved(instanceType)) return [];
    return { instanceType, instances, components: hosted.filter((each) => each.variant === variant) };
  });
}

type CopiesOf = (component: HostedComponent, context: RuleContext) => number | undefined;

/** Why so many copies find no room: of one component alone, or of all together. */
function crowded(graph: ResourceGraph, context: RuleContext, copiesOf: CopiesOf, remedy: string): Finding[] {
  return shared(graph, context).flatMap(({ instanceType, instances, components }) => {
    const on = `${instances} x ${instanceType}`;
    const fitting = components.map((each) => {
      const [place] = placesOf(each.component, each.variant, context);
      return place && copiesPerInstance(place, context);
    });
    // That none at all fits is said by the rule above.
    if (fitting.includes(0)) return [];
    const alone = components.flatMap((each, i) => {
      const [copies, perInstance] = [copiesOf(each, context), fitting[i]];
      if (copies === undefined || perInstance === undefined) return [];
      if (copies <= perInstance * instances) return [];
      return {
        resource: each.component,
        message: `copies (${copies}): at most ${perInstance * instances} on ${on}, ${perInstance} on each. ${remedy}`,
      };
    });
    if (alone.length > 0) return alone;
    return RESOURCES.flatMap(({ property, what, of }) => {
      const has = of(instanceType);
      const asked = components.map((each) => {
        const [place] = placesOf(each.component, each.variant, context);
        return (number(place?.requirements[property], context) ?? 0) * (copiesOf(each, context) ?? 0);
      });
      const total = asked.reduce((sum, each) => sum + each, 0);
      if (has === undefined || total <= has * instances) return [];
      const last = components[components.length - 1].component;
      return {
        resource: last,
        message: `${what} (${total} over the copies of ${components.length} components): at most ${has * instances} on ${on}. ${remedy}`,
      };
    });
  });
}

const declared: CopiesOf = ({ component }, context) =>
  number(block(component.properties.RuntimeConfig)?.CopyCount, context);

const scaled: CopiesOf = (hosted, context) =>
  number(hosted.target?.properties.MaxCapacity, context) ?? declared(hosted, context);

const updated: CopiesOf = (hosted, context) => {
  const copies = declared(hosted, context);
  const policy = block(block(hosted.component.properties.DeploymentConfig)?.RollingUpdatePolicy);
  const { Type, Value } = block(policy?.MaximumBatchSize) ?? {};
  const size = number(Value, context);
  if (copies === undefined || size === undefined) return copies;
  return copies + (Type === 'COPY_COUNT' ? size : Math.max(1, Math.floor((copies * size) / 100)));
};

const outgrow: Rule = {
  id: 'components-outgrow-instances',
  severity: 'error',
  why: 'Copies that find no room are not placed, and the deployment waits for them until it fails.',
  source: SOURCE,
  check: (graph, context) =>
    crowded(graph, context, declared, 'run fewer copies, ask for less a copy, or allow more instances'),
};

const outgrowScaled: Rule = {
  id: 'scaled-components-outgrow-instances',
  severity: 'warning',
  why: 'Application Auto Scaling asks for copies that find no room when the load comes.',
  source: SOURCE,
  check: (graph, context) =>
    breaksAlready(graph, context)
      ? []
      : crowded(graph, context, scaled, 'lower MaxCapacity, ask for less a copy, or allow more instances'),
};

const noRoomToUpdate: Rule = {
  id: 'component-update-without-room',
  severity: 'warning',
  why: 'A rolling update starts a batch of new copies before it ends old ones, and fails where there is no room for both.',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_InferenceComponentRollingUpdatePolicy.html',
  check(graph, context) {
    if (breaksAlready(graph, context)) return [];
    return componentsOf(graph).flatMap(({ component }) => {
      const copiesOf: CopiesOf = (each, known) => (each.component === component ? updated : declared)(each, known);
      const found = crowded(
        graph,
        context,
        copiesOf,
        'its copies and one batch of new ones run at a time. allow one more instance, or ask for less a copy',
      );
      return found.slice(0, 1).map((finding) => ({ ...finding, resource: component }));
    });
  },
};

function breaksAlready(graph: ResourceGraph, context: RuleContext): boolean {
  return outgrow.check(graph, context).length > 0;
}

export const placementRules: readonly Rule[] = [tooLarge, outgrow, outgrowScaled, noRoomToUpdate];
