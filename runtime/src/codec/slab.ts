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
  /** Was apart, and is free again. */
  private spare: Float32Array | undefined;

  /** Room for at most so many elements, from `start` on, until `keep` is called or room is asked for again. */
  room(most: number): { readonly target: Float32Array; readonly start: number } {
    if (most > SMALL_ELEMENTS) {
      if (this.scratch.length < most) {
        this.scratch = new Float32Array(most);
      }
      return { target: this.scratch, start: 0 };
    }
    if (this.slab.length - this.used < most) {
      this.slab = new Float32Array(SLAB_ELEMENTS);
      this.used = 0;
    }
    return { target: this.slab, start: this.used };
  }

  /** Room that nobody else is given meanwhile. */
  roomApart(most: number): { readonly target: Float32Array; readonly start: number } {
    const { spare } = this;
    this.spare = undefined;
    return { target: spare !== undefined && spare.length >= most ? spare : new Float32Array(most), start: 0 };
  }

  /** What was written into the room up to `end`. */
  keep(target: Float32Array, end: number): Float32Array {
    if (target === this.slab) {
      const start = this.used;
      this.used = end;
      return target.subarray(start, end);
    }
    if (this.scratch.length > LARGEST_SCRATCH_ELEMENTS) {
      this.scratch = new Float32Array(0);
    }
    if (target !== this.scratch && target.length <= LARGEST_SCRATCH_ELEMENTS) {
      this.spare = target;
    }
    return target.slice(0, end);
  }
}
