import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { JsiiKernel } from '../support/jsii-kernel';
import { fetchTarball, pack, temporaryFolder } from '../support/packages';
import { compiled, readmeProgram } from '../support/readme';
import { root } from '../support/tools';

const MINUTES = 60_000;

/** Published packages that the kernel needs, dependencies first. */
const PUBLISHED = [
  'constructs',
  '@aws-cdk/asset-awscli-v1',
  '@aws-cdk/asset-node-proxy-agent-v6',
  '@aws-cdk/cloud-assembly-schema',
  'aws-cdk-lib',
];

function manifest(folder: string): { name: string; version: string } {
  return JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as { name: string; version: string };
}

test(
  "the README's CDK program gives the same template through the jsii kernel as from TypeScript",
  async () => {
    const folder = temporaryFolder();
    cpSync(join(root, 'examples', 'diagnosis', 'models', 'v1'), join(folder, 'models', 'v1'), { recursive: true });
    const fromTypeScript = join(folder, 'typescript.out');
    const fromKernel = join(folder, 'kernel.out');
    // Inside the workspace, so that it resolves the built packages.
    const program = join(root, 'examples', 'out', 'readme.js');
    mkdirSync(join(root, 'examples', 'out'), { recursive: true });
    writeFileSync(program, compiled(readmeProgram('@inference-constructs/cdk')));
    execFileSync(process.execPath, [program], { cwd: folder, env: { ...process.env, CDK_OUTDIR: fromTypeScript } });

    const kernel = JsiiKernel.start(folder);
    await kernel.hello();
    for (const name of PUBLISHED) {
      const { version } = manifest(join('node_modules', name));
      await kernel.ask({ api: 'load', name, version, tarball: fetchTarball(`${name}@${version}`, folder) });
    }
    for (const workspace of ['lib', 'runtime/layers/linux-x64', 'constructs/cdk']) {
      const { name, version } = manifest(workspace);
      await kernel.ask({ api: 'load', name, version, tarball: pack(workspace, folder) });
    }
    const create = (fqn: string, args: unknown[]) => kernel.ask({ api: 'create', fqn, args });
    const struct = (fqn: string, data: Record<string, unknown>) => ({ '$jsii.struct': { fqn, data } });
    const app = await create('aws-cdk-lib.App', [struct('aws-cdk-lib.AppProps', { outdir: fromKernel })]);
    const stack = await create('aws-cdk-lib.Stack', [app, 'Diagnosis']);
    const model = (
      (await kernel.ask({
        api: 'sinvoke',
        fqn: '@inference-constructs/core.ModelPackage',
        method: 'fromDirectory',
        args: [join(folder, 'models', 'v1')],
      })) as { result: unknown }
    ).result;
    const props = struct('@inference-constructs/cdk.OnnxFunctionProps', { model, expectedRequestsPerMinute: 60 });
    await create('@inference-constructs/cdk.OnnxFunction', [stack, 'Classifier', props]);
    await kernel.ask({ api: 'invoke', objref: app, method: 'synth', args: [] });
    await kernel.stop();

    const template = (out: string) => readFileSync(join(out, 'Diagnosis.template.json'), 'utf8');
    expect(template(fromKernel)).toBe(template(fromTypeScript));
  },
  8 * MINUTES,
);
