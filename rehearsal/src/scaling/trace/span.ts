/** From one moment to another, in milliseconds since 1970; the second is not part of it. */
export interface Span {
  readonly from: number;
  readonly until: number;
}
