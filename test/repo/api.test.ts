import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const SCRIPT = pathToFileURL(join(__dirname, '..', '..', 'scripts', 'api.mjs')).href;

/** What `npm run lint` says of an assembly. */
function faults(types: object): string[] {
  const program = `import { undocumented } from '${SCRIPT}';
    console.log(JSON.stringify(undocumented([JSON.parse(process.argv[1])])));`;
  const asked = ['--input-type=module', '--eval', program, JSON.stringify({ types })];
  return JSON.parse(execFileSync(process.execPath, asked, { encoding: 'utf8' })) as string[];
}

test('a public type, member or default that is not documented is named; what is documented or inherited is not', () => {
  const docs = { summary: 'Says what it is.' };
  const types = {
    'a.Bare': { fqn: 'a.Bare', kind: 'class', properties: [{ name: 'one', docs }], methods: [{ name: 'two' }] },
    'a.Said': { fqn: 'a.Said', kind: 'class', docs, methods: [{ name: 'three', overrides: 'a.Bare' }] },
    'a.Props': {
      fqn: 'a.Props',
      kind: 'interface',
      datatype: true,
      docs,
      properties: [
        { name: 'four', docs, optional: true },
        { name: 'five', docs: { ...docs, default: '1' }, optional: true },
        { name: 'six', docs },
      ],
    },
    'a.Kind': { fqn: 'a.Kind', kind: 'enum', docs, members: [{ name: 'SEVEN' }] },
  };
  expect(faults(types)).toEqual([
    'a.Bare: no docstring',
    'a.Bare.two: no docstring',
    'a.Kind.SEVEN: no docstring',
    'a.Props.four: optional without @default',
  ]);
});
