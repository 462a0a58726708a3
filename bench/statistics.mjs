const sorted = (values) => [...values].sort((a, b) => a - b);

export function median(values) {
  const order = sorted(values);
  const middle = Math.floor(order.length / 2);
  return order.length % 2 === 1 ? order[middle] : (order[middle - 1] + order[middle]) / 2;
}

/** An interval that holds the true median with 95 % or more, whatever the distribution; all there is below 6 values. */
export function medianInterval(values) {
  const order = sorted(values);
  const count = order.length;
  let rank = 0;
  let probability = 0.5 ** count;
  for (let below = probability; below <= 0.025; below += probability) {
    rank++;
    probability *= (count - rank + 1) / rank;
  }
  const low = Math.max(0, rank - 1);
  return [order[low], order[count - 1 - low]];
}
