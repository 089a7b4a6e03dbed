/** Rows of measures with a label and a weight. */
export interface LabelledRow {
  readonly values: readonly number[]
  /** 1 = bona fide. */
  readonly label: 0 | 1
  readonly weight: number
}

export interface LogisticFit {
  readonly weights: readonly number[]
  readonly bias: number
}

/**
 * Logistic regression with L2 penalty by gradient descent with momentum; `lowest` and `highest` bound each weight
 * (projection after every step).
 */
export function fitLogistic(
  rows: readonly LabelledRow[],
  options: {
    readonly penalty: number
    readonly lowest?: readonly number[]
    readonly highest?: readonly number[]
  },
): LogisticFit {
  const count = rows[0]!.values.length
  const weights = new Float64Array(count)
  const speed = new Float64Array(count + 1)
  const gradient = new Float64Array(count + 1)
  const total = rows.reduce((sum, { weight }) => sum + weight, 0)
  let bias = 0
  for (let round = 0; round < 4000; round++) {
    gradient.fill(0)
    for (const { values, label, weight } of rows) {
      let z = bias
      for (let k = 0; k < count; k++) z += weights[k]! * values[k]!
      const error = (weight * (1 / (1 + Math.exp(-z)) - label)) / total
      for (let k = 0; k < count; k++) gradient[k]! += error * values[k]!
      gradient[count]! += error
    }
    for (let k = 0; k < count; k++) {
      speed[k] = 0.9 * speed[k]! - 0.08 * (gradient[k]! + options.penalty * weights[k]!)
      const moved = weights[k]! + speed[k]!
      weights[k] = Math.max(
        options.lowest?.[k] ?? -Infinity,
        Math.min(options.highest?.[k] ?? Infinity, moved),
      )
    }
    speed[count] = 0.9 * speed[count]! - 0.08 * gradient[count]!
    bias += speed[count]!
  }
  return { weights: [...weights], bias }
}
