// Numbers of librealsense2's C headers (rs_sensor.h, rs_option.h, rs_device.h, rs_types.h); the same from 2.50 on.

export const STREAM = { depth: 1, color: 2 } as const
export const FORMAT = { z16: 1, rgb8: 5 } as const
export const EXTENSION = { depthSensor: 7, depthFrame: 12 } as const
export const OPTION = { emitterEnabled: 18 } as const
/** `rs2_camera_info`, by the names that recordings use too. */
export const CAMERA_INFO = {
  Name: 0,
  'Serial Number': 1,
  'Firmware Version': 2,
  'Usb Type Descriptor': 9,
  'Product Line': 10,
} as const
/** `rs2_exception_type` */
export const EXCEPTION = { cameraDisconnected: 1 } as const
/** Any index of a stream. */
export const ANY_INDEX = -1
