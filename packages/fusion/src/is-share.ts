/** Whether `value` is a number from 0 to 1 (so neither NaN nor infinite). */
export function isShare(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 1
}
