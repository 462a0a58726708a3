import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compiled, readmeProgram } from '../support/readme';
import { pack, temporaryFolder } from '../support/packages';
import { root } from '../support/tools';

const MINUTES = 60_000;
const pins = (
  JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { devDependencies: Record<string, string> }
).devDependencies;

const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
const TYPE_CHECK = ['--noEmit', '--strict', '--skipLibCheck', '--target', 'es2022', '--module', 'node20'];

/** The user's own Node.js: npm scripts run under the newer one that development brings. */
const hostNode = process.env.npm_node_execpath ?? process.execPath;

interface Engine {
  readonly library: string;
  readonly workspace: string;
  readonly peers: readonly string[];
  readonly output: string;
  readonly otherEngine: string;
}

const ENGINES: Engine[] = [
  {
    library: '@inference-constructs/cdk',
    workspace: 'constructs/cdk',
    peers: ['aws-cdk-lib', 'constructs'],
    output: 'cdk.out/Diagnosis.template.json',
    otherEngine: 'cdktf',
  },
  {
    library: '@inference-constructs/cdktf',
    workspace: 'constructs/cdktf',
    peers: ['cdktf', '@cdktf/provider-aws', 'constructs'],
    output: 'cdktf.out/stacks/Diagnosis/cdk.tf.json',
    otherEngine: 'aws-cdk-lib',
  },
];

test.each(ENGINES)(
  "$library, packed and installed in an empty folder, synthesizes the README's program",
  (engine) => {
    const folder = temporaryFolder();
    const tarballs = join(folder, 'tarballs');
    const project = join(folder, 'project');
    mkdirSync(tarballs);
    mkdirSync(join(project, 'models'), { recursive: true });
    const packages = ['lib', 'runtime/layers/linux-x64', engine.workspace].map((name) => pack(name, tarballs));
    writeFileSync(join(project, 'package.json'), '{"private":true}');
    const peers = engine.peers.map((name) => `${name}@${pins[name]}`);
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', ...packages, ...peers], {
      cwd: project,
      stdio: 'ignore',
    });
    cpSync(join(root, 'examples', 'diagnosis', 'models', 'v1'), join(project, 'models', 'v1'), { recursive: true });
    writeFileSync(join(project, 'app.ts'), readmeProgram(engine.library));
    execFileSync(process.execPath, [tsc, 'app.ts', ...TYPE_CHECK], { cwd: project, stdio: 'pipe' });
    writeFileSync(join(project, 'app.js'), compiled(readmeProgram(engine.library)));
    const env: NodeJS.ProcessEnv = { ...process.env, CDK_VALIDATION: 'false' };
    for (const name of ['CDK_OUTDIR', 'CDKTF_OUTDIR', 'NODE_PATH']) delete env[name];
    mkdirSync(join(project, 'cdk.out'));
    execFileSync(hostNode, ['app.js'], { cwd: project, env: { ...env, CDK_OUTDIR: outdir(engine, project) } });
    expect(existsSync(join(project, engine.output))).toBe(true);
    expect(existsSync(join(project, 'node_modules', engine.otherEngine))).toBe(false);
    expect(existsSync(join(project, 'node_modules', 'onnxruntime-node'))).toBe(false);
  },
  8 * MINUTES,
);

/** The CDK CLI tells the app where to write. */
function outdir(engine: Engine, project: string): string {
  return engine.peers.includes('aws-cdk-lib') ? join(project, 'cdk.out') : '';
}
