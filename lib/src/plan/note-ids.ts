/** A kind of note, by which its author can acknowledge it and leave the others. */
export interface NoteKind {
  readonly id: string;
  /** How notes of this kind, and of no other, begin or read. */
  readonly reads: RegExp;
  /** What it tells. */
  readonly about: string;
}

/** Every kind there is. Ids are contract: authors acknowledge by them; the words of a note may change with what it reads. */
export const NOTE_KINDS: readonly NoteKind[] = [
  { id: 'no-rollout', reads: /^no rollout: /, about: 'a release that takes all traffic at once' },
  { id: 'rollout-unwatched', reads: /^all traffic moves to a new release at once/, about: 'a rollout without a bake' },
  {
    id: 'no-prediction-shift-alarm',
    reads: /^no prediction-shift alarm: /,
    about: 'why a release that answers wrongly is not noticed',
  },
  { id: 'power-unknown', reads: /^power of .* not computed: /, about: 'what is missing to compute what alarms see' },
  { id: 'held-out-rows-too-few', reads: /^heldOut\.rows of /, about: 'an evaluation on too few rows to compare with' },
  {
    id: 'power-of-first-step',
    reads: /^at \S+ requests per minute .* while its alarm looks/,
    about: 'the chance that the first step sees a collapse to one class',
  },
  { id: 'power-of-later-steps', reads: /^chance that a later step sees/, about: 'the same of the steps after it' },
  { id: 'less-than-an-instance', reads: /^\S+ % of \S+ instances is less than one/, about: 'a share of a small fleet' },
  { id: 'less-than-a-copy', reads: /^\S+ % of \S+ copies is less than one/, about: 'a share of a few copies' },
  {
    id: 'alarm-role-elsewhere',
    reads: /^rollback alarms: a role /,
    about: 'a role made elsewhere that must read the alarms',
  },
  { id: 'acceptance', reads: /^before a version gets traffic its /, about: 'the score that a version must reach' },
  {
    id: 'acceptance-unused',
    reads: /^acceptance\.jsonl of .* is not scored/,
    about: 'why labelled cases are not scored',
  },
  {
    id: 'latency-limit-below-bench',
    reads: /^latency limit \(.*bench\.json/,
    about: 'a limit below what was measured',
  },
  { id: 'model-newer-than-layer', reads: /^(?:opset|IR version) of /, about: 'what a layer of your own must have' },
  {
    id: 'onnx-versions-not-read',
    reads: /^ONNX versions of .* \(not read\): /,
    about: 'a model whose files are elsewhere, so that nobody compared it with the onnxruntime',
  },
  {
    id: 'bench-of-another-package',
    reads: /^bench\.json \(measured of /,
    about: 'measurements of a package that has changed since',
  },
  {
    id: 'target-as-measured',
    reads: / of what bench\.json has \(/,
    about: 'the target that a policy took from what was measured',
  },
  { id: 'image-by-tag', reads: /^image tag \(/, about: 'an image that may change without a deployment' },
  {
    id: 'default-instance-type',
    reads: /^instance type \(none given\): /,
    about: 'the type that was chosen for a model that the smallest does not hold',
  },
  {
    id: 'default-instance-type-scaled',
    reads: /^instance type \(none given, of instances that scale\): /,
    about: 'a type that may change with the model, where it cannot in one step',
  },
  {
    id: 'role-without-policies',
    reads: /^role \(one that takes no policies\): /,
    about: 'what a role of your own has to be allowed where it is made',
  },
  { id: 'memory-tight', reads: / may take up to \S+ MiB while it is loaded/, about: 'a model that fills its instance' },
  {
    id: 'shadow',
    reads: /: gets copies of .* of the requests/,
    about: 'what a shadow gets, and that nothing watches it',
  },
  {
    id: 'shadow-with-rolling',
    reads: /^rolling rollout \(with a shadow\)/,
    about: 'what is not documented of the two',
  },
  {
    id: 'other-account-policy',
    reads: /: its policy is not of this app, and must let /,
    about: 'the statement that a policy of another account needs',
  },
  {
    id: 'capacity-at-expected-traffic',
    reads: / requests per minute ask for /,
    about: 'the capacity that the expected traffic asks for',
  },
  {
    id: 'nothing-provisioned',
    reads: /: at 0 nothing is provisioned/,
    about: 'a minimum of 0 that no utilization raises',
  },
  { id: 'several-target-trackings', reads: /^several target tracking policies: /, about: 'which of the policies wins' },
  {
    id: 'target-tracking-beside-steps',
    reads: /^target tracking beside steps: /,
    about: 'the same of steps beside them',
  },
];

/** The id of a note; none where it is of no kind, which a test refuses. */
export function noteId(note: string): string | undefined {
  return NOTE_KINDS.find(({ reads }) => reads.test(note))?.id;
}
