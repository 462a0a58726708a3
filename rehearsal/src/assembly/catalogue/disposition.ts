/** What becomes of a resource of a type in a rehearsal. */
export type Disposition =
  /** It is played where something that is played uses it; `otherwise` says why not. */
  | { readonly kind: 'played'; readonly otherwise: string }
  /** Whatever it says, a rehearsal goes the same way; the reason is a sentence about all of its type. */
  | { readonly kind: 'without-effect'; readonly reason: string }
  | { readonly kind: 'not-played'; readonly reason: string };

export function played(otherwise: string): Disposition {
  return { kind: 'played', otherwise };
}

export function withoutEffect(reason: string): Disposition {
  return { kind: 'without-effect', reason };
}

export function notPlayed(reason: string): Disposition {
  return { kind: 'not-played', reason };
}
