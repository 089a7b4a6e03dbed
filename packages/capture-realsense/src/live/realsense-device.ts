import { readDeviceInfo } from './camera-stream.js'
import type { LoadedLibrary } from './load-library.js'

/** A connected camera, as it describes itself. */
export interface RealsenseDevice {
  readonly serial: string
  readonly name: string
  readonly firmware?: string
  /** `3.2`: at `2.1` it offers fewer sizes and rates. */
  readonly usb?: string
}

/** @throws Rs2Error */
export function connectedDevices({ rs2, apiVersion }: LoadedLibrary): readonly RealsenseDevice[] {
  const context = rs2.createContext(apiVersion)
  try {
    const list = rs2.queryDevices(context)
    try {
      return Array.from({ length: rs2.deviceCount(list) }, (_, i) => {
        const device = rs2.createDevice(list, i)
        try {
          const info = readDeviceInfo(rs2, device)
          const firmware = info['Firmware Version']
          const usb = info['Usb Type Descriptor']
          return {
            serial: info['Serial Number'] ?? '',
            name: info['Name'] ?? 'RealSense',
            ...(firmware === undefined ? {} : { firmware }),
            ...(usb === undefined ? {} : { usb }),
          }
        } finally {
          rs2.deleteDevice(device)
        }
      })
    } finally {
      rs2.deleteDeviceList(list)
    }
  } finally {
    rs2.deleteContext(context)
  }
}
