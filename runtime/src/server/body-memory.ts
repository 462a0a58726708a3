/** Of bodies that are kept for others of their size: fresh memory costs a page fault for each 4 KB. */
const MOST_KEPT = 16;
const MOST_KEPT_BYTES = 16_777_216;

/** Memory of exactly the size of a body, used again by the next body of that size. What it holds at first is undefined. */
export class BodyMemory {
  private readonly free: Buffer[] = [];
  private bytes = 0;

  take(size: number): Buffer {
    const at = this.free.findLastIndex((body) => body.length === size);
    if (at === -1) {
      return Buffer.allocUnsafeSlow(size);
    }
    this.bytes -= size;
    return this.free.splice(at, 1)[0];
  }

  /** Of a body that nobody will look at any more; without effect on memory that was moved away meanwhile. */
  giveBack(body: Buffer): void {
    if (body.length === 0 || body.length > MOST_KEPT_BYTES) {
      return;
    }
    this.free.push(body);
    this.bytes += body.length;
    while (this.free.length > MOST_KEPT || this.bytes > MOST_KEPT_BYTES) {
      this.bytes -= this.free.shift()?.length ?? 0;
    }
  }
}
