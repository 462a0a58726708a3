const DONE: Readonly<Record<string, string>> = {
  'Creation complete': 'created',
  'Modifications complete': 'modified',
  'Destruction complete': 'destroyed',
  'Creating...': 'is created',
  'Modifying...': 'is modified',
  'Destroying...': 'is destroyed',
};

/** What terraform did with resources of SageMaker and of its scaling, in order: `endpoint: is modified`, `endpoint: modified`. */
export function applied(log: string): string[] {
  const lines = log.matchAll(
    /aws_(?:sagemaker|appautoscaling)_(\w+)\.\w+(?: \(deposed object \w+\))?: (\w+ complete|\w+\.\.\.)/g,
  );
  return [...lines].flatMap(([, type, what]) => (what in DONE ? `${type}: ${DONE[what]}` : []));
}
