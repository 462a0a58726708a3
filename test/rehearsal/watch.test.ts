import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RehearsalResult } from '@inference-constructs/rehearsal/result';
import { fingerprint } from '@inference-constructs/rehearsal/watch/fingerprint';
import type { Resources } from './support/assembly';
import { edited, temporaryFolder, v1, v2, variables } from './support/assembly';
import { bundles } from './support/bundles';
import { CommandLine, isAlive, until } from './support/command-line';

jest.setTimeout(60_000);
const folder = temporaryFolder();
const { cli } = bundles();
const traffic = join(folder, 'traffic.jsonl');
writeFileSync(traffic, '{"body":{"row":1}}\n');

function rewrite(assembly: string, edit: (resources: Resources) => void): void {
  const file = join(assembly, 'App.template.json');
  const template = JSON.parse(readFileSync(file, 'utf8')) as { Resources: Resources };
  edit(template.Resources);
  writeFileSync(file, JSON.stringify(template));
}

describe('the command line', () => {
  test('plays again when the assembly changes, says why it cannot, and stops when interrupted', async () => {
    const to = edited(folder, v2, () => undefined);
    const watching = new CommandLine(cli, [
      'rehearse',
      '--watch',
      '--json',
      '--from',
      v1,
      '--to',
      to,
      '--traffic',
      traffic,
    ]);
    const results = () => watching.out.trimEnd().split('\n').filter(Boolean);
    const verdict = (i: number) => (JSON.parse(results()[i]) as RehearsalResult).verdict;
    await until(() => results().length === 1);
    expect(verdict(0)).toBe('promoted');
    rewrite(to, (resources) => (variables(resources).POSITIVE = '1'));
    await until(() => results().length === 2);
    expect(verdict(1)).toBe('rolled-back');
    rmSync(join(to, 'manifest.json'));
    await until(() => watching.error !== '');
    expect(watching.error).toMatch(/^AssemblyMissing: /);
    watching.kill('SIGINT');
    expect(await watching.exited).toBe(130);
    expect(results()).toHaveLength(2);
    expect(watching.error.trimEnd().split('\n')).toHaveLength(1);
  });

  test('gives up what it plays when that is not what is synthesized any more', async () => {
    const note = join(folder, 'hanging.pid');
    const hanging = join(folder, 'hanging.jsonl');
    writeFileSync(hanging, JSON.stringify({ body: { do: 'note-process', file: note } }));
    const to = edited(folder, v2, ({ Fn }) => (Fn.Properties.Timeout = 60));
    const watching = new CommandLine(cli, ['rehearse', '--watch', '--to', to, '--traffic', hanging]);
    const pid = async () => {
      await until(() => readText(note) !== '');
      const noted = Number(readText(note));
      rmSync(note);
      return noted;
    };
    const first = await pid();
    rewrite(to, ({ Fn }) => (Fn.Properties.MemorySize = 1024));
    const second = await pid();
    expect(second).not.toBe(first);
    expect(isAlive(first)).toBe(false);
    expect(watching.error).toBe('');
    watching.kill('SIGTERM');
    expect(await watching.exited).toBe(130);
    await until(() => !isAlive(second));
  });
});

test('a fingerprint is another when a file is, and does not look into assets', () => {
  const watched = join(folder, 'watched');
  mkdirSync(join(watched, 'asset.1'), { recursive: true });
  mkdirSync(join(watched, 'stacks'));
  writeFileSync(join(watched, 'stacks', 'cdk.tf.json'), '{}');
  const prints = [fingerprint(join(folder, 'nowhere')), fingerprint(watched)];
  writeFileSync(join(watched, 'asset.1', 'index.js'), '');
  expect(fingerprint(watched)).toBe(prints[1]);
  writeFileSync(join(watched, 'stacks', 'cdk.tf.json'), '{ }');
  prints.push(fingerprint(watched));
  mkdirSync(join(watched, 'asset.2'));
  prints.push(fingerprint(watched));
  rmSync(join(watched, 'stacks'), { recursive: true });
  prints.push(fingerprint(watched));
  expect(new Set(prints).size).toBe(prints.length);
  expect(readdirSync(watched)).toEqual(['asset.1', 'asset.2']);
});

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
