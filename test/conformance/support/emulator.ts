import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { delimiter, dirname, join } from 'node:path';
import { root } from '../../support/tools';

/** Scripts that drive the real command lines; they lie beside the repository, and are not part of it. */
const TOOLS = join(root, '..', 'shared', 'tools');
const SECONDS_TO_LIVE = '900';

const golden = readFileSync(join(root, 'examples/diagnosis/models/v1/golden.jsonl'), 'utf8').split('\n')[0];
const { features } = (JSON.parse(golden) as { inputs: { features: number[][] } }).inputs;
/** What the function of the example answers. */
export const QUESTION = JSON.stringify({ instances: features });

/** What is missing to try the command lines here, if something is. */
function missing(): string | undefined {
  if (!existsSync(TOOLS)) return 'shared/tools';
  if (spawnSync('python3', ['-c', 'import moto, boto3'], { stdio: 'ignore' }).status !== 0) return 'moto';
  return undefined;
}

/** A test that drives command lines against the emulator; skipped, and counted as skipped, without it or with something `missingBesides`. */
export function testWithEmulator(
  name: string,
  run: () => Promise<void>,
  timeout: number,
  missingBesides?: string,
): void {
  const lacking = missing() ?? missingBesides;
  if (lacking === undefined) test(name, run, timeout);
  else test.skip(`${name} [needs ${lacking}]`, run, timeout);
}

/** An emulator of the AWS services on a port of its own, which ends with the suite. */
export class Emulator {
  static async start(folder: string): Promise<Emulator> {
    const log = join(folder, 'emulator.log');
    const { runtimeNode } = jest.requireActual<{ runtimeNode: () => string }>('../../../scripts/runtime-node.cjs');
    const answer = execFileSync(join(TOOLS, 'moto-up.sh'), [String(await freePort())], {
      encoding: 'utf8',
      env: {
        ...process.env,
        // Functions run in the Node.js that is first on the path; the emulator mounts no layers, so this stands for theirs.
        PATH: [dirname(runtimeNode()), process.env.PATH].join(delimiter),
        NODE_PATH: join(root, 'node_modules'),
        MOTO_LAMBDA: 'node',
        MOTO_LOG: log,
        MOTO_TTL: SECONDS_TO_LIVE,
        MOTO_PYTHON: join(__dirname, 'emulator.sh'),
        MOTO_IAM_LOAD_MANAGED_POLICIES: 'true',
      },
    });
    const [, pid, url] = /PID=(\d+) .*URL=(\S+)/.exec(answer)!;
    return new Emulator(Number(pid), url, log);
  }

  private constructor(
    private readonly pid: number,
    readonly url: string,
    private readonly log: string,
  ) {}

  stop(): void {
    process.kill(this.pid);
  }

  /** What a script of the tools says; the whole output is the message where it fails. */
  tool(script: string, args: readonly string[], env: NodeJS.ProcessEnv): string {
    const { status, stdout, stderr } = spawnSync(join(TOOLS, script), args, {
      encoding: 'utf8',
      env: { ...process.env, MOTO_URL: this.url, ...env },
    });
    if (status !== 0) throw new Error(`${script} ended with ${status}:\n${stdout}\n${stderr}\n${this.faults()}`);
    return stdout;
  }

  /** What an expression of Python says of `client('SERVICE')`, as JSON. */
  ask(expression: string): unknown {
    const program = `
import boto3, json
def client(service):
    return boto3.client(service, region_name='us-east-1', endpoint_url='${this.url}',
                        aws_access_key_id='testing', aws_secret_access_key='testing')
print(json.dumps(${expression}, default=str))`;
    return JSON.parse(execFileSync('python3', ['-c', program], { encoding: 'utf8' }));
  }

  /** Resource types of which the emulator only keeps that they were asked for. */
  inertTypes(): string[] {
    return this.logged(/INERT (\S+)/g);
  }

  /** Faults of the emulator that would fail these deployments, and are mended in it. */
  mendedFaults(): string[] {
    return this.logged(/MENDED (.+)/g);
  }

  private logged(pattern: RegExp): string[] {
    const found = [...readFileSync(this.log, 'utf8').matchAll(pattern)].map(([, what]) => what);
    return [...new Set(found)].sort();
  }

  private faults(): string {
    return readFileSync(this.log, 'utf8')
      .split('\n')
      .filter((line) => /FAILED|Error|not been implemented/.test(line))
      .slice(-20)
      .join('\n');
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
