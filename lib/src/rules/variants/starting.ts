import { ModelNote } from '../../contract/annotation';
import { MODEL_MIB_PER_SECOND } from '../../catalog/starting';
import { componentsOf } from '../../graph/hosted-component';
import type { GraphResource, ResourceGraph } from '../../graph/resource-graph';
import { usualStartupSeconds } from '../../serving/startup-timeouts';
import type { Block } from '../reading';
import { block, entriesOf, isGiven, number } from '../reading';
import type { Rule, RuleContext } from '../rule';
import { CREATE_CONFIG, declaredVariants } from './declared';
import { modelNote } from './model-note';

const MIB = 1024 * 1024;

/** The longest timeout that SageMaker takes, in seconds. */
const RAISE = 'raise it, up to 3600';

/** A model that has to start within limits, and what its construct noted of it. */
interface Started {
  readonly resource: GraphResource;
  /** How a message calls what starts it. */
  readonly of: string;
  /** What holds the limits. */
  readonly limits: Block;
  /** Seconds that there are to start without one. */
  readonly startupSeconds: number;
  /** What to do where there is too little time. */
  readonly remedy: string;
  readonly note: Block;
}

function started(graph: ResourceGraph): Started[] {
  const onVariants = declaredVariants(graph).map(({ config: resource, variant, called }) => {
    const isServerless = isGiven(variant.ServerlessConfig) === true;
    const startupSeconds = usualStartupSeconds(isServerless);
    const remedy = isServerless ? 'serve it on instances' : RAISE;
    return { resource, of: ` of ${called}`, limits: variant, startupSeconds, remedy, modelName: variant.ModelName };
  });
  const asComponents = componentsOf(graph).flatMap(({ component: resource }) => {
    const { Specification, Specifications } = resource.properties;
    return [block(Specification) ?? [], entriesOf(Specifications)].flat().map((specification) => ({
      resource,
      of: '',
      limits: block(specification.StartupParameters) ?? {},
      startupSeconds: usualStartupSeconds(),
      remedy: RAISE,
      modelName: specification.ModelName,
    }));
  });
  return [...onVariants, ...asComponents].flatMap(({ modelName, ...each }) => {
    const note = modelNote(graph, modelName);
    return note === undefined ? [] : { ...each, note };
  });
}

const startupTooShort: Rule = {
  id: 'startup-timeout-too-short',
  severity: 'warning',
  why: 'A container that does not answer in time is taken for a failed one, and the endpoint fails after all its instances have started.',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html',
  check(graph, context) {
    return started(graph).flatMap(({ resource, of, limits, startupSeconds, remedy, note }) => {
      const given = limits.ContainerStartupHealthCheckTimeoutInSeconds;
      const isNone = isGiven(given) === false;
      const seconds = isNone ? startupSeconds : number(given, context);
      const took = number(note[ModelNote.START_MILLISECONDS], context);
      if (seconds === undefined || took === undefined || took <= 1000 * seconds) return [];
      return {
        resource,
        message: `ContainerStartupHealthCheckTimeoutInSeconds (${isNone ? `none, so ${seconds}` : seconds})${of}: at least the ${Math.ceil(took / 1000)} s that bench.json has for the start of the model. ${remedy}`,
      };
    });
  },
};

const downloadTooShort: Rule = {
  id: 'download-timeout-too-short',
  severity: 'warning',
  why: 'A model that is not fetched and unpacked in time does not start, and the endpoint fails.',
  source: CREATE_CONFIG,
  check(graph, context) {
    return started(graph).flatMap(({ resource, of, limits, note }) => {
      const seconds = number(limits.ModelDataDownloadTimeoutInSeconds, context);
      const mib = modelMib(note, context);
      const needed = mib === undefined ? undefined : Math.ceil(mib / MODEL_MIB_PER_SECOND);
      if (seconds === undefined || needed === undefined || needed <= seconds) return [];
      return {
        resource,
        message: `ModelDataDownloadTimeoutInSeconds (${seconds})${of}: at least ${needed} s for a model of ${mib} MiB, assuming ${MODEL_MIB_PER_SECOND} MiB/s. ${RAISE}`,
      };
    });
  },
};

function modelMib(note: Block, context: RuleContext): number | undefined {
  const bytes = number(note[ModelNote.BYTES], context);
  return bytes === undefined ? undefined : Math.round(bytes / MIB);
}

export const startRules: readonly Rule[] = [startupTooShort, downloadTooShort];
