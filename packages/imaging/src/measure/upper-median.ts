/**
 * The value at index `length >> 1` of the sorted values, found by partitioning (C. A. R. Hoare, "Find", 1961) in
 * linear time; reorders `values`. NaN when there are none.
 */
export function upperMedian(values: Float64Array): number {
  const wanted = values.length >> 1
  let low = 0
  let high = values.length - 1
  while (low < high) {
    const pivot = values[(low + high) >> 1]!
    let i = low
    let j = high
    while (i <= j) {
      while (values[i]! < pivot) i++
      while (values[j]! > pivot) j--
      if (i > j) break
      const swap = values[i]!
      values[i++] = values[j]!
      values[j--] = swap
    }
    if (wanted <= j) high = j
    else if (wanted >= i) low = i
    else break
  }
  return values[wanted] ?? Number.NaN
}
