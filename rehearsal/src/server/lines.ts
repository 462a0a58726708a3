import type { Readable } from 'node:stream';

/** The lines that a process writes to stdout. */
export class Lines {
  private rest = '';
  private lines: string[] = [];
  private wake: (() => void) | undefined;

  constructor(stream: Readable) {
    stream.setEncoding('utf8').on('data', (text: string) => this.read(text));
  }

  /** The lines since the last call. */
  take(): string[] {
    const { lines } = this;
    this.lines = [];
    return lines;
  }

  /** Resolves when there is a line, or when it has been waited for long enough. */
  async some(milliseconds: number): Promise<void> {
    if (this.lines.length > 0) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.wake = resolve;
      timer = setTimeout(resolve, milliseconds);
    });
    clearTimeout(timer);
    this.wake = undefined;
  }

  /** Resolves when nothing has come for a while. */
  async quiet(milliseconds: number): Promise<void> {
    let before = -1;
    while (before !== this.lines.length) {
      before = this.lines.length;
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
    }
  }

  private read(text: string): void {
    const parts = (this.rest + text).split('\n');
    this.rest = parts.pop() ?? '';
    this.lines.push(...parts.filter((line) => line !== ''));
    if (this.lines.length > 0) this.wake?.();
  }
}
