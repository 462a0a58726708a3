import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const fixtures = join(__dirname, '..', '..', 'fixtures', 'assembly');
/** The hand-made assemblies: one function, a canary of ten minutes, three alarms, an endpoint. */
export const v1 = join(fixtures, 'v1');
export const v2 = join(fixtures, 'v2');

interface Resource {
  Type: string;
  Properties: Record<string, unknown>;
  Metadata?: Record<string, unknown>;
  UpdatePolicy?: Record<string, unknown>;
}
export type Resources = Record<string, Resource>;

/** A temporary folder that is removed when the suite ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'rehearsal-test-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

let copies = 0;

/** A copy of an assembly; its assets are the same. */
export function copied(folder: string, assembly: string): string {
  const copy = join(folder, 'assemblies', String(copies++));
  mkdirSync(copy, { recursive: true });
  for (const name of readdirSync(assembly)) {
    if (name.startsWith('asset.')) symlinkSync(join(assembly, name), join(copy, name));
    else cpSync(join(assembly, name), join(copy, name), { recursive: true });
  }
  return copy;
}

/** A copy of an assembly whose template is another. */
export function edited(
  folder: string,
  assembly: string,
  edit: (resources: Resources) => void,
  template = 'App',
): string {
  const copy = copied(folder, assembly);
  // The assets of the hand-made assemblies lie beside them.
  if (assembly.startsWith(fixtures)) {
    cpSync(join(fixtures, 'handler'), join(folder, 'assemblies', 'handler'), { recursive: true });
  }
  const file = join(copy, `${template}.template.json`);
  const content = JSON.parse(readFileSync(file, 'utf8')) as { Resources: Resources };
  edit(content.Resources);
  writeFileSync(file, JSON.stringify(content));
  return copy;
}

/** The environment variables of the function. */
export function variables(resources: Resources): Record<string, unknown> {
  return (resources.Fn.Properties.Environment as { Variables: Record<string, unknown> }).Variables;
}
