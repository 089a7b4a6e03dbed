/** What lies beyond the source's edge: black, or the nearest edge pixel. */
export type WarpBorder = 'black' | 'clamp'

/** Options of the warps. */
export interface WarpOptions {
  /** Default `black`. */
  readonly border?: WarpBorder
}
