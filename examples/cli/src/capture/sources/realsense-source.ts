import { createRealsenseCapture, listRealsenseDevices } from '@faceward/capture-realsense'
import type { CaptureRequest, CaptureSource } from '../capture-source.js'

/** The operator's place for the vendor's library; an argument must not choose what code is loaded. */
const LIBRARY = 'FACEWARD_LIBREALSENSE'

/** A RealSense camera that is connected. */
export const realsenseSource: CaptureSource = {
  name: 'realsense',
  summary: `a RealSense camera, the first unless told; needs librealsense2 (${LIBRARY} says where it is)`,
  operand: { name: 'serial', required: false },
  create: ({ operand, environment }) =>
    createRealsenseCapture({
      ...libraryOf(environment),
      ...(operand === undefined ? {} : { serial: operand }),
    }),
  async listDevices({ environment }) {
    const devices = await listRealsenseDevices(libraryOf(environment))
    return devices.map(({ serial, name, firmware, usb }) => ({
      id: serial,
      description: [name, firmware && `firmware ${firmware}`, usb && `USB ${usb}`].filter(Boolean).join(', '),
    }))
  },
}

function libraryOf(environment: CaptureRequest['environment']): { libraryPath?: string } {
  const path = environment[LIBRARY]
  return path === undefined || path === '' ? {} : { libraryPath: path }
}
