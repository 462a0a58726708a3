import type { TwoStepPlan } from '@inference-constructs/core/out/rollout/two-step/two-step-plan';
import type { SourceStack } from '../source/source';

/** Exports that go while another stack, as it is deployed, still imports them. */
export function exportPlans(before: readonly SourceStack[], after: readonly SourceStack[]): TwoStepPlan[] {
  return before.flatMap((stack) => {
    const now = after.find(({ name }) => name === stack.name);
    if (now === undefined) return [];
    const kept = exportsOf(now);
    return [...exportsOf(stack)].flatMap(([name, value]): TwoStepPlan[] => {
      if (kept.get(name) === value) return [];
      const importers = before.filter((other) => other.name !== stack.name && imports(other, name));
      if (importers.length === 0) return [];
      const users = importers.map((other) => other.name).join(', ');
      const what = kept.has(name) ? 'changes its value' : 'goes';
      return [
        {
          id: 'export-in-use',
          path: stack.name,
          change: `export ${name} ${what}`,
          why: `${users} imports it, and CloudFormation refuses to change an export that is in use`,
          steps: [
            `keep the export (in CDK: stack.exportValue), change what imports it in ${users}, and deploy`,
            'take the export away and deploy',
          ],
          source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html',
        },
      ];
    });
  });
}

function exportsOf({ template }: SourceStack): Map<string, string> {
  const outputs = Object.values(template.Outputs ?? {}) as { Value?: unknown; Export?: { Name?: unknown } }[];
  return new Map(
    outputs.flatMap(({ Value, Export }): [string, string][] =>
      typeof Export?.Name === 'string' ? [[Export.Name, JSON.stringify(Value)]] : [],
    ),
  );
}

function imports({ template }: SourceStack, name: string): boolean {
  return JSON.stringify(template).includes(`{"Fn::ImportValue":${JSON.stringify(name)}}`);
}
