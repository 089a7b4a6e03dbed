import { CaptureError } from '@faceward/spec'
import { Rs2Error } from './rs2.js'

type Code = ConstructorParameters<typeof CaptureError>[1]['code']

interface Finding {
  readonly pattern: RegExp
  readonly code: Code
  readonly message: string
  readonly retryable?: boolean
}

export const UDEV_ADVICE =
  'install the udev rules of librealsense (99-realsense-libusb.rules, into /etc/udev/rules.d) and plug the camera in again'

/** By what librealsense and the kernel say; the texts are those of its issue tracker. */
const FINDINGS: readonly Finding[] = [
  {
    pattern: /STATUS_ACCESS|ERROR_ACCESS|permission denied|errno=13|access denied/i,
    code: 'permission-denied',
    message: `The camera may not be opened by this user: ${UDEV_ADVICE}.`,
  },
  {
    pattern: /resource busy|STATUS_BUSY|errno=16|failed to set power state|device.*in use/i,
    code: 'device-busy',
    message: 'The camera is in use by another program: close it and try again.',
    retryable: true,
  },
  {
    pattern: /no device connected|no device detected|device.*not found|failed to find device/i,
    code: 'device-unavailable',
    message: 'No RealSense camera is connected, or none with this serial number.',
    retryable: true,
  },
  {
    pattern: /couldn.t resolve requests|resolve/i,
    code: 'unsupported',
    message:
      'The camera does not offer depth and colour at this size and rate; on a USB 2 port it offers less than on USB 3.',
  },
  {
    pattern: /disconnected|no such device|errno=19|STATUS_NO_DEVICE/i,
    code: 'device-lost',
    message: 'The camera was lost: it was unplugged, or its USB connection failed.',
    retryable: true,
  },
]

/** An error of the library's as one of this project's, with what to do. */
export function cameraFailure(error: unknown, isStreaming: boolean): unknown {
  if (!(error instanceof Rs2Error)) return error
  const found = error.isDisconnected
    ? FINDINGS.at(-1)
    : FINDINGS.find(({ pattern }) => pattern.test(error.message))
  const code = found?.code ?? (isStreaming ? 'device-lost' : 'device-unavailable')
  const said = `librealsense: ${error.call}: ${error.message}`
  return new CaptureError(
    found === undefined ? `The camera failed (${said}).` : `${found.message} (${said})`,
    {
      code,
      retryable: found?.retryable ?? false,
    },
  )
}
