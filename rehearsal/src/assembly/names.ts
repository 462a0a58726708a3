import type { GraphResource, ResourceGraph } from '@inference-constructs/core/out/graph/resource-graph';
import { resolveReferences } from '@inference-constructs/core/out/plan/plan';
import type { StackArtifact } from './manifest';

/** A value with its references replaced, and those whose replacement is only a stand-in. */
export interface Resolved {
  readonly value: unknown;
  readonly standIns: readonly string[];
}

/** Gives references the names that resources would have once deployed. */
export class Names {
  constructor(
    private readonly stack: StackArtifact,
    private readonly graph: ResourceGraph,
    private readonly parameters: Readonly<Record<string, { Default?: unknown } | undefined>>,
    private readonly versionNumber: string,
  ) {}

  resolve(value: unknown): Resolved {
    const standIns: string[] = [];
    const resolved = resolveReferences(value, (id, attribute) => {
      const name = this.name(id, attribute);
      if (name === undefined) standIns.push(attribute === 'Ref' ? id : `${id}.${attribute}`);
      return name ?? `${this.stack.name}-${id}`;
    });
    return { value: this.pseudoParameters(resolved), standIns };
  }

  /** The name or ARN of a resource; undefined where only AWS can make it up. */
  private name(id: string, attribute: string): string | undefined {
    const resource = this.graph.get(id);
    if (resource === undefined) return textOf(this.parameters[id]?.Default);
    const { stack } = this;
    const prefix = `arn:aws:lambda:${stack.region}:${stack.account}:function:`;
    switch (`${resource.type} ${attribute}`) {
      case 'AWS::Lambda::Function Ref':
        return this.functionName(resource);
      case 'AWS::Lambda::Function Arn':
        return prefix + this.functionName(resource);
      case 'AWS::Lambda::Version Version':
        return this.versionNumber;
      case 'AWS::Lambda::Version Ref':
        return `${prefix}${this.text(resource.properties.FunctionName)}:${this.versionNumber}`;
      case 'AWS::Lambda::Alias Ref':
        return `${prefix}${this.text(resource.properties.FunctionName)}:${this.text(resource.properties.Name)}`;
      case 'AWS::CloudWatch::Alarm Ref':
        return textOf(resource.properties.AlarmName) ?? `${stack.name}-${id}`;
      case 'AWS::Logs::LogGroup Ref':
        return textOf(resource.properties.LogGroupName) ?? `${stack.name}-${id}`;
      default:
        return undefined;
    }
  }

  private functionName({ id, properties }: GraphResource): string {
    return textOf(properties.FunctionName) ?? `${this.stack.name}-${id}`;
  }

  text(value: unknown): string {
    return String(this.resolve(value).value);
  }

  private pseudoParameters(value: unknown): unknown {
    if (typeof value === 'string') {
      return value.replace(/\$\{AWS::(\w+)\}/g, (whole, name: string) => this.pseudoParameter(name) ?? whole);
    }
    if (Array.isArray(value)) return value.map((item) => this.pseudoParameters(item));
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.pseudoParameters(item)]));
  }

  private pseudoParameter(name: string): string | undefined {
    const { account, region } = this.stack;
    const known: Readonly<Record<string, string>> = {
      AccountId: account,
      Partition: 'aws',
      Region: region,
      StackName: this.stack.name,
      URLSuffix: 'amazonaws.com',
    };
    return known[name];
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
