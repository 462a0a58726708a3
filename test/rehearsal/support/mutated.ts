import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { synthesizeCdk, synthesizeCdktf } from '../../support/examples';
import type { Block, Site } from './mutants';

/** An engine's output, and the resources in it. */
export interface Mutated {
  readonly engine: string;
  synthesize(model: string, directory: string): string;
  files(directory: string): string[];
  sites(content: Block): Site[];
}

export const ENGINES: readonly Mutated[] = [
  {
    engine: 'a cloud assembly',
    synthesize: synthesizeCdk,
    files: (directory) => readdirSync(directory).filter((name) => name.endsWith('.template.json')),
    sites: ({ Resources }) =>
      Object.entries(Resources as Record<string, Block>).map(([id, resource]) => ({
        type: String(resource.Type),
        body: resource.Properties === undefined ? {} : (resource.Properties as Block),
        retype: (type) => (resource.Type = type),
        duplicate: () => ((Resources as Block)[`${id}Again`] = resource),
      })),
  },
  {
    engine: 'Terraform JSON',
    synthesize: synthesizeCdktf,
    files: (directory) => readdirSync(join(directory, 'stacks')).map((name) => join('stacks', name, 'cdk.tf.json')),
    sites: ({ resource }) =>
      Object.entries(resource as Record<string, Record<string, Block>>).flatMap(([type, named]) =>
        Object.entries(named).map(([name, body]) => ({
          type,
          body,
          retype: (other) => {
            delete named[name];
            ((resource as Record<string, Block>)[other] ??= {})[name] = body;
          },
          duplicate: () => (named[`${name}_again`] = body),
        })),
      ),
  },
];
