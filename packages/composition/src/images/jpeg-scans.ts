const START_OF_SCAN = 0xda
const END_OF_IMAGE = 0xd9

/** Markers without a length behind them: TEM, RST0 to RST7, SOI (ITU-T T.81, table B.1). */
const standsAlone = (marker: number) => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)

/**
 * How many scans a JPEG has. A progressive one may have thousands, and a decoder goes over all its blocks in each,
 * however few bytes a scan takes: the work is scans times pixels, not bytes. Markers are found as libjpeg finds them,
 * over garbage too, so that what it would decode is counted.
 */
export function countJpegScans(jpeg: Uint8Array): number {
  let scans = 0
  for (let at = 2; ; ) {
    // In entropy-coded data FF 00 is a byte, and no marker.
    while (at < jpeg.length && !(jpeg[at] === 0xff && jpeg[at + 1] !== 0xff && jpeg[at + 1] !== 0)) at++
    if (at + 1 >= jpeg.length) return scans
    const marker = jpeg[at + 1]!
    at += 2
    if (marker === END_OF_IMAGE) return scans
    if (standsAlone(marker)) continue
    if (marker === START_OF_SCAN) scans++
    at += ((jpeg[at] ?? 0) << 8) | (jpeg[at + 1] ?? 0)
  }
}
