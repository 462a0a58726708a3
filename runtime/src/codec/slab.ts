/** Elements of a slab, 64 KiB: many small requests share one, and lie in it side by side as a batch needs them. */
const SLAB_ELEMENTS = 16_384;
const SMALL_ELEMENTS = 2048;
/** A larger one is not kept for the next request. */
const LARGEST_SCRATCH_ELEMENTS = 4_194_304;

/** Memory for tensors whose size is known only when they are read. What was handed out is never written again. */
export class Slab {
  private slab = new Float32Array(0);
  private used = 0;
  private scratch = new Float32Array(0);
  private isSmall = false;

  /** Room for at most so many elements, until `keep` is called or room is asked for again. */
  room(most: number): Float32Array {
    this.isSmall = most <= SMALL_ELEMENTS;
    if (this.isSmall) {
      if (this.slab.length - this.used < most) {
        this.slab = new Float32Array(SLAB_ELEMENTS);
        this.used = 0;
      }
      return this.used === 0 ? this.slab : this.slab.subarray(this.used);
    }
    if (this.scratch.length < most) {
      this.scratch = new Float32Array(most);
    }
    return this.scratch;
  }

  /** The first `count` elements of the room. */
  keep(count: number): Float32Array {
    if (this.isSmall) {
      const start = this.used;
      this.used += count;
      return this.slab.subarray(start, this.used);
    }
    const kept = this.scratch.slice(0, count);
    if (this.scratch.length > LARGEST_SCRATCH_ELEMENTS) {
      this.scratch = new Float32Array(0);
    }
    return kept;
  }
}
