import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');

interface Package {
  readonly bin?: Readonly<Record<string, string>>;
  readonly workspaces?: readonly string[];
}

const read = (folder: string) => JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Package;
const commands = (read('.').workspaces ?? []).flatMap((folder) =>
  Object.values(read(folder).bin ?? {}).map((file) => join(folder, file)),
);

test('a fresh clone has the file of each command before anything is built: npm links no other', () => {
  expect(commands).toContain('rehearsal/bin/inference.cjs');
  const committed = execFileSync('git', ['ls-files', '--stage', ...commands], { cwd: root, encoding: 'utf8' });
  expect(committed.trim().split('\n')).toEqual(
    commands.map((file) => expect.stringMatching(new RegExp(`^100755 .*\\t${file}$`))),
  );
});
