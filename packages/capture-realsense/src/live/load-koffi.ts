import { CaptureError } from '@faceward/spec'

export type Koffi = typeof import('koffi')['default']

/** The foreign function library, which only live cameras need. @throws CaptureError `library-missing` */
export async function loadKoffi(): Promise<Koffi> {
  try {
    return (await import('koffi')).default
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause)
    const message = `A live RealSense camera needs the package 'koffi': npm install koffi (${reason}).`
    throw new CaptureError(message, { code: 'library-missing', cause })
  }
}
