import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Environment } from '@inference-constructs/core/out/contract/environment';
import type { VariantPlan } from '../fleet/fleet-plan';
import { NATIVE_PACKAGE, ownNativePackage } from '../native-package';
import { findNode } from '../node-binary';
import type { ServerCommand } from './server-process';

/** The Node.js of our image. */
export const RUNTIME = 'nodejs22.x';
const SCRIPT = 'server.js';

export interface Container {
  readonly command: Omit<ServerCommand, 'isKilled'>;
  /** In what it is not what AWS would run, in words. */
  readonly substitutions: readonly string[];
}

/** What of a variant, or of a batch job, its container is made from. */
export type ContainerPlan = Pick<VariantPlan, 'image' | 'imageFolder' | 'environment' | 'instanceType'>;

/** Where on this machine. */
export interface Places {
  readonly modelDirectory: string;
  /** A folder of its own. */
  readonly scratch: string;
  /** What stands in for an image that is not in the assembly. Default: the bundled server. */
  readonly server?: string;
}

/** What is run in place of a container: the very server of its image, on this machine's Node.js and processor. */
export function containerFor(
  variant: ContainerPlan,
  region: string,
  { modelDirectory, scratch, server }: Places,
): Container {
  const node = findNode(RUNTIME);
  const own = variant.imageFolder === undefined ? undefined : join(variant.imageFolder, SCRIPT);
  const isOurs = own !== undefined && existsSync(own);
  const { modules, note } = nativePackage(scratch, isOurs ? variant.imageFolder : undefined);
  const isGpu = variant.environment[Environment.DEVICE] === 'cuda';
  const socket = join(scratch, 's');
  return {
    command: {
      node: node.path,
      script: isOurs ? own : (server ?? bundledServer()),
      socket,
      environment: {
        PATH: '/usr/local/bin:/usr/bin:/bin',
        LANG: 'C.UTF-8',
        TZ: 'UTC',
        NODE_ENV: 'production',
        ...variant.environment,
        AWS_REGION: region,
        NODE_PATH: modules,
        TMPDIR: scratch,
        [Environment.MODEL_DIRECTORY]: modelDirectory,
        // A virtual minute takes milliseconds: lines that come once a second would land in another one.
        [Environment.METRICS_REQUESTS]: '1',
        ...(isGpu ? { [Environment.DEVICE]: 'cpu' } : {}),
        INFERENCE_MODEL_SOCKET: socket,
      },
    },
    substitutions: [
      `one process on this machine (${process.platform}-${process.arch}, Node.js ${node.version}) stood in for each instance of a variant`,
      note,
      ...(isOurs ? [] : [`the runtime of this library stood in for the image ${variant.image}`]),
      ...(isGpu ? [`the CPU stood in for the GPU of ${variant.instanceType}: its times say nothing of a GPU's`] : []),
    ],
  };
}

/** This machine's onnxruntime, by itself in a folder: nothing else of this machine can be found there. */
function nativePackage(scratch: string, imageFolder: string | undefined): { modules: string; note: string } {
  const wanted = imageFolder === undefined ? undefined : wantedVersion(imageFolder);
  const { directory, version } = ownNativePackage(wanted, "the image's");
  const modules = join(scratch, 'modules');
  mkdirSync(modules, { recursive: true });
  const link = join(modules, NATIVE_PACKAGE);
  if (!existsSync(link)) symlinkSync(directory, link, 'dir');
  return { modules, note: `${NATIVE_PACKAGE} ${version} of this machine stood in for the image's` };
}

function wantedVersion(imageFolder: string): string | undefined {
  const file = join(imageFolder, 'package.json');
  if (!existsSync(file)) return undefined;
  const { dependencies } = JSON.parse(readFileSync(file, 'utf8')) as { dependencies?: Record<string, string> };
  return dependencies?.[NATIVE_PACKAGE];
}

/** The server is bundled beside the bundle that this file is in, or in this package's own output. */
function bundledServer(): string {
  const beside = join(__dirname, SCRIPT);
  return existsSync(beside) ? beside : require.resolve('@inference-constructs/rehearsal/out/server.js');
}
