/** What becomes of a resource when a template is deployed. */
export type UpdateAction = 'create' | 'delete' | 'retain' | 'replace' | 'may-replace' | 'update';

/** What a change does to those who call the resource and to the bill, while it is made. */
export interface Consequence {
  readonly downtime: string;
  /** Absent where nothing is billed by the hour. */
  readonly billing?: string;
  readonly source: string;
}
