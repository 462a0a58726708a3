import { VARIANT_NAME } from './endpoint-variants';
import { USUAL_VARIANT_NAME } from './service-metrics';

/** An endpoint that is given, and not only named. */
export interface GivenEndpoint {
  /** The variant of an endpoint of this library; undefined where somebody else made it. */
  readonly variantName?: string;
}

/** The variant that is meant of an endpoint that is given, where its author names none. */
export function variantOf({ variantName = USUAL_VARIANT_NAME }: GivenEndpoint): string {
  return variantName;
}

/** The variant that scales where its author names none; an endpoint that is only named is taken for one of this library. */
export function scaledVariantName(given?: GivenEndpoint): string {
  return given === undefined ? VARIANT_NAME : variantOf(given);
}
