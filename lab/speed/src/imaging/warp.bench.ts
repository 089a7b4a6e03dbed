// Times the warps and the measures of a picture.
// Needs: nothing

import {
  laplacianVariance,
  luminanceStatistics,
  resizeImage,
  squareTransform,
  toLuminance,
  warpImage,
  warpToTensor,
} from '@faceward/imaging'
import type { Image, ModelInput } from '@faceward/spec'
import { bench, describe } from 'vitest'

function noise(width: number, height: number): Image {
  const data = new Uint8Array(width * height * 3)
  let state = 7
  for (let index = 0; index < data.length; index++) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0
    data[index] = state >>> 24
  }
  return { width, height, format: 'rgb8', data }
}

function modelInput(side: number, layout: 'nchw' | 'nhwc'): ModelInput {
  return {
    width: side,
    height: side,
    layout,
    colorOrder: 'rgb',
    mean: [127.5, 127.5, 127.5],
    std: [128, 128, 128],
  }
}

const lfw = noise(250, 250)
const vga = noise(640, 480)
const photograph = noise(4000, 3000)
const chip = noise(112, 112)
const aligned = { width: 112, height: 112 }

describe('cut a face out', () => {
  const small = squareTransform({ x: 125, y: 125 }, 100, 0.1, aligned)
  bench('warpImage, 100-px face to 112', () => void warpImage(lfw, small, aligned))
  const large = squareTransform({ x: 320, y: 240 }, 330, 0.1, aligned)
  bench('warpImage, 330-px face to 112', () => void warpImage(vga, large, aligned))
  const huge = squareTransform({ x: 2000, y: 1500 }, 1800, 0.1, aligned)
  bench('warpImage, 1800-px face to 112', () => void warpImage(photograph, huge, aligned))
  const input = modelInput(224, 'nhwc')
  const enlarged = squareTransform({ x: 125, y: 125 }, 140, 0.1, input)
  bench('warpToTensor, 140-px square to 224', () => void warpToTensor(lfw, enlarged, input))
  const reduced = squareTransform({ x: 320, y: 240 }, 450, 0.1, input)
  bench('warpToTensor, 450-px square to 224', () => void warpToTensor(vga, reduced, input))
})

describe('show a detector the whole picture', () => {
  const input = modelInput(256, 'nchw')
  for (const [name, image] of Object.entries({ '250x250': lfw, '640x480': vga, '4000x3000': photograph })) {
    const side = Math.max(image.width, image.height)
    const t = squareTransform({ x: image.width / 2, y: image.height / 2 }, side, 0, input)
    bench(`warpToTensor, ${name} letterboxed to 256`, () => void warpToTensor(image, t, input))
  }
  bench('resizeImage, 640x480 to 320x240', () => void resizeImage(vga, { width: 320, height: 240 }))
})

describe('measure', () => {
  bench('toLuminance and laplacianVariance, 112x112', () => void laplacianVariance(toLuminance(chip)))
  bench('luminanceStatistics, 640x480', () => void luminanceStatistics(vga))
})
