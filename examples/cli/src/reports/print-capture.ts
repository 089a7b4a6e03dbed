import type { DepthProvenance } from '@faceward/spec'
import type { CaptureSummary } from '../capture/capture-summary.js'
import type { Terminal } from '../terminal/terminal.js'

/** What a capture was, for people. */
export function printCapture(terminal: Terminal, capture: CaptureSummary): void {
  const { source, frames, dropped, framesPerSecond, color, depth } = capture
  const rate = framesPerSecond === undefined ? '' : `, ${framesPerSecond.toFixed(1)} a second`
  const count = frames === 1 ? '1 frame' : `${frames} frames`
  const lost = dropped === 0 ? '' : `, ${dropped} dropped`
  const recorded = source.recorded ? ', a recording: it shows nobody to be there now' : ''
  terminal.line(`${source.id}: ${count}${rate}${lost}${recorded}`)
  terminal.line(`  colour  ${color.width} x ${color.height}`)
  if (depth === undefined) {
    terminal.line('  depth   none')
    return
  }
  const { width, height, registeredToColor, provenance, measuredShare, range } = depth
  const registered = registeredToColor ? 'registered to colour' : 'to be registered to colour'
  terminal.line(`  depth   ${width} x ${height} in ${depth.frames} of them, ${registered}`)
  const lies = range ? `, ${range.nearM.toFixed(2)} to ${range.farM.toFixed(2)} m` : ''
  terminal.line(`          ${Math.round(100 * measuredShare)} % of the pixels measured${lies}`)
  terminal.line(`          ${describeProvenance(provenance)}`)
}

function describeProvenance({ kind, method, trust, recorded, accuracy, device }: DepthProvenance): string {
  const words = [`${kind} by ${method}`, `trust ${trust}`]
  if (recorded) words.push('recorded')
  if (accuracy === 'relative') words.push('no metric scale')
  if (device) {
    const { vendor, model, serial, driver } = device
    words.push(
      [
        model?.includes(vendor) ? undefined : vendor,
        model,
        serial && `serial ${serial}`,
        driver && `(${driver})`,
      ]
        .filter(Boolean)
        .join(' '),
    )
  }
  return words.join(', ')
}
