import type { Image } from '@faceward/spec'
import type { XrCamera } from '../device/xr-device.js'

/** Reads the camera's picture out of the texture WebXR gives it as. */
export interface CameraReader {
  read(texture: WebGLTexture, camera: XrCamera): Image
}

export function createCameraReader(gl: WebGL2RenderingContext): CameraReader {
  const framebuffer = gl.createFramebuffer()
  return {
    read(texture, { width, height }) {
      const pixels = new Uint8Array(width * height * 4)
      gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer)
      gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0)
      gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, pixels)
      // The texture is the device's: let go of it.
      gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, null, 0)
      gl.bindFramebuffer(gl.FRAMEBUFFER, null)
      return { width, height, format: 'rgb8', data: uprightRgb(pixels, width, height) }
    },
  }
}

/** From OpenGL's rows, which start at the bottom, and without the transparency. */
export function uprightRgb(rgba: Uint8Array, width: number, height: number): Uint8Array {
  const rgb = new Uint8Array(width * height * 3)
  for (let y = 0; y < height; y++) {
    let from = (height - 1 - y) * width * 4
    let to = y * width * 3
    for (let x = 0; x < width; x++, from += 4, to += 3) {
      rgb[to] = rgba[from]!
      rgb[to + 1] = rgba[from + 1]!
      rgb[to + 2] = rgba[from + 2]!
    }
  }
  return rgb
}
