import sharp from 'sharp'
import type { DemoReport } from './demo-report.js'
import { loadSheetFonts } from './sheet-fonts.js'
import { sheetSvg } from './sheet-svg.js'

/** The report as one PNG: each probe, its scores and decisions, and who it was claimed to be. */
export async function contactSheet(report: DemoReport): Promise<Uint8Array> {
  await loadSheetFonts()
  // Drawn larger than its measures, for sharp text on today's screens.
  return sharp(Buffer.from(sheetSvg(report)), { density: 108 })
    .flatten()
    .png()
    .toBuffer()
}
