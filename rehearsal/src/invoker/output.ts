import type { Readable } from 'node:stream';
import { endOfOutput } from '../host/messages';

/** Splits what a handler writes to stdout into lines, and knows where one invocation's end. */
export class Output {
  private rest = '';
  private lines: string[] = [];
  private waiting: { readonly mark: string; readonly resolve: () => void } | undefined;

  constructor(stream: Readable) {
    stream
      .setEncoding('utf8')
      .on('data', (text: string) => this.read(text))
      .on('close', () => this.waiting?.resolve());
  }

  /** Resolves once everything the invocation wrote has been read, or nothing more will come. */
  ended(id: number): Promise<void> {
    return new Promise((resolve) => (this.waiting = { mark: endOfOutput(id), resolve }));
  }

  /** The lines since the last call. */
  take(): string[] {
    const { lines } = this;
    this.lines = [];
    return lines;
  }

  private read(text: string): void {
    const parts = (this.rest + text).split('\n');
    this.rest = parts.pop() ?? '';
    for (const line of parts) {
      if (line === this.waiting?.mark) this.waiting.resolve();
      else if (line !== '') this.lines.push(line);
    }
  }
}
