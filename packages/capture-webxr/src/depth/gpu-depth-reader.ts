import { CaptureError } from '@faceward/spec'
import type { XrDepthFormat, XrGpuDepth } from '../device/xr-device.js'
import { metresOf, type ViewDepth } from './resample-depth.js'
import { viewGrid } from './view-grid.js'

/** Reads depth that the device gives as a texture. */
export interface GpuDepthReader {
  read(depth: XrGpuDepth): ViewDepth
}

interface Shading {
  readonly isArray: boolean
  /** How the texture's numbers become one raw value. */
  readonly encoding: 'low-and-high-byte' | 'integer' | 'float'
  /** Rows from the bottom. */
  readonly isFlipped: boolean
}

const RAW: Readonly<Record<Shading['encoding'], string>> = {
  'low-and-high-byte': 'dot(vec2(texel.r, texel.a), vec2(255.0, 65280.0))',
  integer: 'float(texel.r)',
  float: 'texel.r',
}

/**
 * Draws the texture into floats as the view sees it, the nearest value of each, and reads them back.
 *
 * @throws CaptureError `unsupported` where the graphics card cannot draw floats.
 */
export function createGpuDepthReader(gl: WebGL2RenderingContext, format: XrDepthFormat): GpuDepthReader {
  if (gl.getExtension('EXT_color_buffer_float') === null) {
    throw new CaptureError('Depth is on the graphics card, which cannot hand it over on this device.', {
      code: 'unsupported',
    })
  }
  const programs = new Map<string, WebGLProgram>()
  const target = gl.createTexture()
  const framebuffer = gl.createFramebuffer()

  const programOf = (shading: Shading): WebGLProgram => {
    const key = JSON.stringify(shading)
    const found = programs.get(key) ?? link(gl, fragmentShader(shading))
    programs.set(key, found)
    return found
  }

  return {
    read(depth) {
      const { width, height } = viewGrid(depth)
      const shading = shadingOf(depth, format)
      const kind = shading.isArray ? gl.TEXTURE_2D_ARRAY : gl.TEXTURE_2D
      const program = programOf(shading)
      gl.bindTexture(gl.TEXTURE_2D, target)
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.R32F, width, height, 0, gl.RED, gl.FLOAT, null)
      gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer)
      gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, target, 0)
      gl.viewport(0, 0, width, height)
      gl.useProgram(program)
      gl.activeTexture(gl.TEXTURE0)
      gl.bindTexture(kind, depth.texture)
      for (const filter of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) {
        gl.texParameteri(kind, filter, gl.NEAREST)
      }
      gl.uniform2f(gl.getUniformLocation(program, 'grid'), width, height)
      gl.uniform1i(gl.getUniformLocation(program, 'layer'), depth.imageIndex ?? 0)
      gl.uniformMatrix4fv(
        gl.getUniformLocation(program, 'bufferFromView'),
        false,
        depth.normDepthBufferFromNormView.matrix,
      )
      gl.drawArrays(gl.TRIANGLES, 0, 3)
      const data = new Float32Array(width * height)
      gl.readPixels(0, 0, width, height, gl.RED, gl.FLOAT, data)
      gl.bindFramebuffer(gl.FRAMEBUFFER, null)
      return { width, height, data: data.map((raw) => metresOf(linear(raw, depth), depth.rawValueToMeters)) }
    },
  }
}

function shadingOf({ textureType, depthNear }: XrGpuDepth, format: XrDepthFormat): Shading {
  const isArray = textureType === 'texture-array'
  if (depthNear !== undefined) return { isArray, encoding: 'float', isFlipped: true }
  const encoding =
    format === 'luminance-alpha' ? 'low-and-high-byte' : format === 'unsigned-short' ? 'integer' : 'float'
  return { isArray, encoding, isFlipped: false }
}

/** Projective depth, 0 at the near plane and 1 at the far one, as distance; other values as they are. */
function linear(raw: number, { depthNear, depthFar }: XrGpuDepth): number {
  if (depthNear === undefined) return raw
  if (raw <= 0 || raw >= 1) return 0
  const share = depthFar === undefined || !Number.isFinite(depthFar) ? 1 : 1 - depthNear / depthFar
  return depthNear / (1 - raw * share)
}

/** One triangle over everything. */
const VERTEX_SHADER = `#version 300 es
void main() {
  vec2 corner = vec2((gl_VertexID << 1) & 2, gl_VertexID & 2);
  gl_Position = vec4(corner * 2.0 - 1.0, 0.0, 1.0);
}`

// Row 0 of what is drawn is the view's top row, so nothing is flipped when it is read.
const fragmentShader = ({ isArray, encoding, isFlipped }: Shading) => `#version 300 es
precision highp float;
uniform highp ${encoding === 'integer' ? 'usampler2D' : 'sampler2D'}${isArray ? 'Array' : ''} depth;
uniform vec2 grid;
uniform mat4 bufferFromView;
uniform int layer;
out float metres;
void main() {
  vec2 at = (bufferFromView * vec4(gl_FragCoord.xy / grid, 0.0, 1.0)).xy;
  bool outside = at.x < 0.0 || at.y < 0.0 || at.x >= 1.0 || at.y >= 1.0;
  ${isFlipped ? 'at.y = 1.0 - at.y;' : ''}
  ${encoding === 'integer' ? 'uvec4' : 'vec4'} texel = texture(depth, ${isArray ? 'vec3(at, layer)' : 'at'});
  metres = outside ? 0.0 : ${RAW[encoding]};
}`

function link(gl: WebGL2RenderingContext, fragment: string): WebGLProgram {
  const program = gl.createProgram()
  for (const [type, source] of [
    [gl.VERTEX_SHADER, VERTEX_SHADER],
    [gl.FRAGMENT_SHADER, fragment],
  ] as const) {
    const shader = gl.createShader(type) as WebGLShader
    gl.shaderSource(shader, source)
    gl.compileShader(shader)
    gl.attachShader(program, shader)
  }
  gl.linkProgram(program)
  if (gl.getProgramParameter(program, gl.LINK_STATUS) !== true) {
    throw new CaptureError('The graphics card does not take the program that reads depth.', {
      code: 'unsupported',
    })
  }
  return program
}
