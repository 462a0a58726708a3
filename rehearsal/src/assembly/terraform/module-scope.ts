import { partitionOf } from '@inference-constructs/core/out/catalog/partitions';
import { UNKNOWN } from '../intrinsics/scope';
import type { StackArtifact } from '../stack-contents';
import { labelled } from './blocks';
import { evaluateTree, stepInto } from './expressions/evaluate';

type Steps = readonly (string | number)[];
type Block = Readonly<Record<string, unknown>>;

/** What a folder sees of the others: the outputs of a stack, by the settings of a remote state. */
export type RemoteState = (settings: Block, output: string) => unknown;

/** Roots of an expression whose value only a run knows. */
const AT_RUN_TIME = ['each', 'count', 'self', 'module'];

/** Looks up variables, locals and data sources of a folder; references to resources stay. */
export class ModuleScope {
  private readonly values = new Map<string, unknown>();

  constructor(
    private readonly stack: Pick<StackArtifact, 'account' | 'region'>,
    private readonly content: Readonly<Record<string, readonly unknown[]>>,
    private readonly remoteState: RemoteState,
  ) {}

  evaluate = (value: unknown): unknown => evaluateTree(value, this.lookup);

  lookup = (root: string, steps: Steps, source: string): unknown => {
    const [first, ...rest] = steps;
    switch (root) {
      case 'var':
        return into(
          this.once(`var.${first}`, () => this.variable(String(first))),
          rest,
        );
      case 'local':
        return into(
          this.once(`local.${first}`, () => this.local(String(first))),
          rest,
        );
      case 'path':
        return '.';
      case 'terraform':
        return first === 'workspace' ? 'default' : UNKNOWN;
      case 'data':
        return this.data(steps, source);
      default:
        // A bare word is no reference to a resource.
        return AT_RUN_TIME.includes(root) || steps.length < 2 ? UNKNOWN : `\${${source}}`;
    }
  };

  /** An output, evaluated; undefined where there is none. */
  output(name: string): unknown {
    const value = labelled(this.content.output).find(([label]) => label === name)?.[1] as Block | undefined;
    return value === undefined ? undefined : this.once(`output.${name}`, () => this.evaluate(value.value));
  }

  private variable(name: string): unknown {
    const declared = labelled(this.content.variable).find(([label]) => label === name)?.[1] as Block | undefined;
    return declared?.default ?? UNKNOWN;
  }

  private local(name: string): unknown {
    const declared = labelled(this.content.locals).find(([label]) => label === name);
    return declared === undefined ? UNKNOWN : this.evaluate(declared[1]);
  }

  private data([type, name, attribute, ...rest]: Steps, source: string): unknown {
    if (type === 'terraform_remote_state' && attribute === 'outputs') return this.remote(String(name), rest, source);
    const { account, region } = this.stack;
    const { name: partition, suffix } = partitionOf(region);
    const known: Readonly<Record<string, Readonly<Record<string, string>>>> = {
      aws_region: { id: region, name: region, region },
      aws_partition: { id: partition, partition, dns_suffix: suffix },
      aws_caller_identity: { id: account, account_id: account },
    };
    return known[String(type)]?.[String(attribute)] ?? `\${${source}}`;
  }

  private remote(name: string, [output, ...rest]: Steps, source: string): unknown {
    const states = labelled(this.content.data).filter(([type]) => type === 'terraform_remote_state');
    const state = labelled(states.map(([, named]) => named)).find(([label]) => label === name)?.[1];
    const value = state === undefined ? undefined : this.remoteState(state as Block, String(output));
    return value === undefined ? `\${${source}}` : into(value, rest);
  }

  /** What refers to itself is not known. */
  private once(key: string, value: () => unknown): unknown {
    if (!this.values.has(key)) {
      this.values.set(key, UNKNOWN);
      this.values.set(key, value());
    }
    return this.values.get(key);
  }
}

function into(value: unknown, steps: Steps): unknown {
  return steps.reduce<unknown>((inner, step) => (inner === UNKNOWN ? UNKNOWN : stepInto(inner, step)), value);
}
