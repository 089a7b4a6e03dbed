import type { Image } from '@faceward/spec'

/** Reads a video's current picture, scaled down until its longer side is no longer than `longestSide`. */
export function createPictureReader(longestSide: number): (video: HTMLVideoElement) => Image {
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d', { willReadFrequently: true, alpha: false })
  return (video) => {
    const scale = Math.min(1, longestSide / Math.max(video.videoWidth, video.videoHeight))
    const width = Math.round(video.videoWidth * scale)
    const height = Math.round(video.videoHeight * scale)
    // A telephone that is turned changes the picture's size in the middle of the stream.
    if (canvas.width !== width) canvas.width = width
    if (canvas.height !== height) canvas.height = height
    if (context === null) throw new TypeError('A canvas without a 2d context.')
    context.drawImage(video, 0, 0, width, height)
    const { data } = context.getImageData(0, 0, width, height)
    return { width, height, format: 'rgba8', data: new Uint8Array(data.buffer) }
  }
}
