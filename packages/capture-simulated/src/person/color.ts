/** Red, green, blue in linear light, 0 to 1 (reflectance) unless said otherwise. */
export type LinearRgb = readonly [number, number, number]

export function mixColors(a: LinearRgb, b: LinearRgb, t: number): LinearRgb {
  return [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t]
}
