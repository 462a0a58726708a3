import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface StackSpec {
  readonly template: object;
  readonly environment?: string;
  readonly dependencies?: readonly string[];
}

/** A cloud assembly of templates given as objects, each a stack of that name. */
export function assemblyOf(folder: string, stacks: Readonly<Record<string, StackSpec>>): string {
  const directory = mkdtempSync(join(folder, 'assembly-'));
  const artifacts = Object.entries(stacks).map(([name, { template, environment, dependencies }]) => {
    writeFileSync(join(directory, `${name}.template.json`), JSON.stringify(template));
    const properties = { templateFile: `${name}.template.json` };
    return [name, { type: 'aws:cloudformation:stack', environment, properties, dependencies }] as const;
  });
  writeFileSync(join(directory, 'manifest.json'), JSON.stringify({ artifacts: Object.fromEntries(artifacts) }));
  return directory;
}

/** A folder of Terraform JSON. */
export function terraformOf(folder: string, json: object): string {
  const directory = mkdtempSync(join(folder, 'terraform-'));
  writeFileSync(join(directory, 'main.tf.json'), JSON.stringify(json));
  return directory;
}
