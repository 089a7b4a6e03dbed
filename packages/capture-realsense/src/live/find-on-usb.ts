import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

const USB_DEVICES = '/sys/bus/usb/devices'

/**
 * Whether the kernel sees a RealSense camera on USB, which the library may still not be allowed to open. Knows Linux;
 * false elsewhere.
 */
export async function isRealsenseOnUsb(folder = USB_DEVICES): Promise<boolean> {
  const names = await readdir(folder).catch(() => [])
  const products = await Promise.all(
    names.map((name) => readFile(join(folder, name, 'product'), 'utf8').catch(() => '')),
  )
  return products.some((product) => /realsense/i.test(product))
}
