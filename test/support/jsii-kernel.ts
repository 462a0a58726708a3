import type { ChildProcessByStdio } from 'node:child_process';
import { execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fetchTarball } from './packages';

/** The kernel behind every language but JavaScript, spoken to as those languages do: JSON lines over stdin and stdout. */
export class JsiiKernel {
  static readonly VERSION = '1.140.0';

  static start(folder: string): JsiiKernel {
    const tarball = fetchTarball(`@jsii/runtime@${JsiiKernel.VERSION}`, folder);
    execFileSync('tar', ['xzf', tarball, '-C', folder]);
    const program = join(folder, 'package', 'webpack', 'bin', 'jsii-runtime.js');
    return new JsiiKernel(
      spawn(process.execPath, [program], {
        cwd: folder,
        stdio: ['pipe', 'pipe', 'ignore'],
        env: { ...process.env, JSII_RUNTIME_PACKAGE_CACHE: 'disabled', CDK_VALIDATION: 'false' },
      }),
    );
  }

  private readonly lines: AsyncIterator<string>;

  private constructor(private readonly child: ChildProcessByStdio<Writable, Readable, null>) {
    this.lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  async hello(): Promise<void> {
    await this.lines.next();
  }

  async ask(request: Record<string, unknown>): Promise<unknown> {
    this.child.stdin.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await this.lines.next();
    if (done === true) throw new Error('the jsii kernel ended');
    const answer = JSON.parse(value) as { ok?: unknown; error?: string };
    if (answer.error !== undefined) throw new Error(answer.error);
    return answer.ok;
  }

  async stop(): Promise<void> {
    this.child.stdin.end(`${JSON.stringify({ exit: 0 })}\n`);
    await new Promise((resolve) => this.child.once('close', resolve));
  }
}
