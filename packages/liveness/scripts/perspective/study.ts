import { appendFileSync, existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createSimulatedPerson, renderFrame } from '@faceward/capture-simulated'
import type { Frame, Image } from '@faceward/spec'
import sharp from 'sharp'
import { kinectFaces, readGray16 } from '../depth/kinect-faces.js'
import { defaultPreprocessor } from '../pad/pipeline.js'

const [part, count] = [process.argv[2]!, Number(process.argv[3] ?? 20)]
const LAX = { minimumSharpness: 0, minimumVisibleShare: 0.5, minimumBrightness: 5 }
const OUT = `/tmp/persp/${part}.jsonl`
rmSync(OUT, { force: true })
const preprocessor = await defaultPreprocessor(part === 'kinect' ? LAX : {})
let seedState = part.length * 7919
function rnd(): number {
  seedState = (seedState + 0x6d2b79f5) >>> 0
  let t = Math.imul(seedState ^ (seedState >>> 15), seedState | 1)
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
}
const normal = () => Math.sqrt(-2 * Math.log(1 - rnd())) * Math.cos(2 * Math.PI * rnd())
const between = (a: number, b: number) => a + (b - a) * rnd()

function noisy(image: Image, sigma: number): Image {
  const data = new Uint8Array(image.data.length)
  for (let i = 0; i < data.length; i++)
    data[i] = Math.max(0, Math.min(255, Math.round(image.data[i]! + sigma * normal())))
  return { ...image, data }
}
/** picture of a plane: yaw, pitch about the middle, zoom, shift */
function plane(
  image: Image,
  {
    zoom = 1,
    yaw = 0,
    pitch = 0,
    dx = 0,
    dy = 0,
    cx,
    cy,
  }: { zoom?: number; yaw?: number; pitch?: number; dx?: number; dy?: number; cx: number; cy: number },
): Image {
  const { width, height } = image
  const f = width * 1.2
  const [a, b] = [(yaw * Math.PI) / 180, (pitch * Math.PI) / 180]
  // plane point (u,v,0) rotated, at distance f/zoom
  const r1 = [Math.cos(a), Math.sin(b) * Math.sin(a), -Math.cos(b) * Math.sin(a)]
  const r2 = [0, Math.cos(b), Math.sin(b)]
  const T = f / zoom
  // x = f*(r1x u + r2x v)/(T + r1z u + r2z v)
  const data = new Uint8Array(image.data.length)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const X = (x - width / 2 - dx) / f
      const Y = (y - height / 2 - dy) / f
      // r1x u + r2x v = X(T + r1z u + r2z v) ; r1y u + r2y v = Y(...)
      const A = r1[0]! - X * r1[2]!,
        B = r2[0]! - X * r2[2]!,
        C = X * T
      const D = r1[1]! - Y * r1[2]!,
        E = r2[1]! - Y * r2[2]!,
        F = Y * T
      const det = A * E - B * D
      const u = (C * E - B * F) / det + cx
      const v = (A * F - C * D) / det + cy
      const x0 = Math.floor(u),
        y0 = Math.floor(v)
      if (x0 < 0 || y0 < 0 || x0 >= width - 1 || y0 >= height - 1) {
        for (let c = 0; c < 3; c++) data[3 * (y * width + x) + c] = 90
        continue
      }
      const fx = u - x0,
        fy = v - y0
      for (let c = 0; c < 3; c++) {
        const at = (i: number, j: number) => image.data[3 * ((y0 + j) * width + x0 + i) + c]!
        data[3 * (y * width + x) + c] = Math.round(
          (at(0, 0) * (1 - fx) + at(1, 0) * fx) * (1 - fy) + (at(0, 1) * (1 - fx) + at(1, 1) * fx) * fy,
        )
      }
    }
  return { ...image, data }
}
async function mesh(image: Image) {
  const frame: Frame = { image, timestampMs: 0, sequence: 0, source: { id: 's', kind: 'stream' } } as Frame
  const result = await preprocessor.process(frame)
  if (result.status !== 'usable' || !result.sample.mesh) return undefined
  const { mesh, pose, fivePoints } = result.sample
  return {
    points: [...mesh.points].map((v) => Math.round(v * 1000) / 1000),
    yaw: pose.yawDegrees,
    pitch: pose.pitchDegrees,
    ipd: Math.hypot(
      fivePoints.leftEye.x - fivePoints.rightEye.x,
      fivePoints.leftEye.y - fivePoints.rightEye.y,
    ),
    mid: {
      x: (fivePoints.leftEye.x + fivePoints.rightEye.x) / 2,
      y: (fivePoints.leftEye.y + fivePoints.rightEye.y) / 2 + 15,
    },
  }
}
async function keep(meta: Record<string, unknown>, image: Image, repeats = 3) {
  const sigma = between(2, 6)
  for (let i = 0; i < repeats; i++) {
    const m = await mesh(noisy(image, sigma))
    if (m) appendFileSync(OUT, `${JSON.stringify({ ...meta, sigma, ...m })}\n`)
  }
}
async function stills(meta: Record<string, unknown>, image: Image) {
  const m = await mesh(image)
  if (!m) return
  const mid = { cx: m.mid.x, cy: m.mid.y }
  for (const zoom of [1, 1.12, 1.2, 1.3, 1.5, 1.8])
    await keep(
      { ...meta, kind: 'zoom', amount: zoom },
      plane(image, {
        zoom,
        ...mid,
        dx: zoom === 1 ? 0 : between(-15, 15),
        dy: zoom === 1 ? 0 : between(-10, 10),
      }),
    )
  for (const yaw of [-60, -45, -30, 30, 45, 60])
    await keep({ ...meta, kind: 'yaw', amount: yaw }, plane(image, { yaw, ...mid }))
  for (const pitch of [-55, -40, -25, 25, 40, 55])
    await keep({ ...meta, kind: 'pitch', amount: pitch }, plane(image, { pitch, ...mid }))
  for (const dx of [-40, 40])
    await keep({ ...meta, kind: 'pan', amount: dx }, plane(image, { dx, dy: dx / 3, ...mid }))
}
if (part === 'sim') {
  for (let k = 0; k < count; k++) {
    const seed = 31_000 + k
    const person = createSimulatedPerson({ seed })
    const d0 = between(0.38, 0.6)
    const size = k % 2 === 0 ? { width: 320, height: 240 } : { width: 480, height: 360 }
    const camera = { ...size, horizontalFieldOfViewDegrees: 44, blurPixels: 0.6 }
    const rest = { yawDegrees: between(-5, 5), pitchDegrees: between(-5, 5), rollDegrees: between(-4, 4) }
    const jitter = () => ({
      yawDegrees: rest.yawDegrees + 1.5 * normal(),
      pitchDegrees: rest.pitchDegrees + 1.2 * normal(),
      rollDegrees: rest.rollDegrees + normal(),
    })
    const offset = { xM: between(-0.02, 0.02), yM: between(-0.03, 0.0) }
    const meta = { person: seed, d0, width: size.width }
    let restImage: Image | undefined
    for (const r of [1, 1.12, 1.2, 1.3, 1.5, 1.8, 0.85, 0.75]) {
      const { frame } = renderFrame(person, {
        camera,
        distanceM: d0 / r,
        pose: jitter(),
        offset: { xM: offset.xM / r, yM: offset.yM / r },
        expression: { smile: between(0, 0.3) },
      })
      restImage ??= frame.image
      await keep({ ...meta, kind: 'live-approach', amount: r }, frame.image)
    }
    for (const yaw of [-26, -18, 18, 26]) {
      const j = jitter()
      const { frame } = renderFrame(person, {
        camera,
        distanceM: d0,
        pose: { ...j, yawDegrees: j.yawDegrees + yaw },
        offset,
      })
      await keep({ ...meta, kind: 'live-yaw', amount: yaw }, frame.image)
    }
    for (const pitch of [12, 18]) {
      const j = jitter()
      const { frame } = renderFrame(person, {
        camera,
        distanceM: d0,
        pose: { ...j, pitchDegrees: j.pitchDegrees + pitch },
        offset,
      })
      await keep({ ...meta, kind: 'live-pitch', amount: pitch }, frame.image)
    }
    await stills(meta, restImage!)
    process.stdout.write(`${k} ${Math.round(performance.now() / 1000)}s\n`)
  }
} else if (part === 'kinect') {
  const D = '/work/shared/assets/rgbd/kinect2-ir-depth-train'
  const faces = await kinectFaces(D)
  let ok = 0
  for (const [k, face] of faces.entries()) {
    const { width, height, data } = await readGray16(face.infrared)
    const sorted = [...data].sort((a, b) => a - b)
    const top = sorted[Math.floor(sorted.length * 0.97)]!
    const gray = Uint8Array.from(data, (v) => Math.min(255, Math.round(255 * Math.sqrt(v / top))))
    const big = await sharp(gray, { raw: { width, height, channels: 1 } })
      .resize(width * 4, height * 4, { kernel: 'cubic' })
      .extend({ top: 60, bottom: 60, left: 60, right: 60, background: '#555' })
      .toColourspace('srgb')
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true })
    const n = big.info.width * big.info.height
    const rgb = new Uint8Array(n * 3)
    for (let i = 0; i < n; i++) rgb.fill(big.data[i * big.info.channels]!, 3 * i, 3 * i + 3)
    const m = await mesh({ width: big.info.width, height: big.info.height, format: 'rgb8', data: rgb })
    if (m) {
      ok++
      appendFileSync(
        OUT,
        `${JSON.stringify({ person: face.subject, kind: 'kinect', amount: k, width, ...m })}\n`,
      )
    }
  }
  console.log(ok, faces.length)
} else if (part === 'rest') {
  const root = '/work/shared/assets/lfw-view1/images'
  const names = readdirSync(root)
    .sort()
    .filter((_, i) => i % 6 === 3)
    .slice(0, count)
  for (const name of names) {
    const file = join(root, name, `${name}_0001.jpg`)
    if (!existsSync(file)) continue
    const { data, info } = await sharp(file).removeAlpha().raw().toBuffer({ resolveWithObject: true })
    const m = await mesh({
      width: info.width,
      height: info.height,
      format: 'rgb8',
      data: new Uint8Array(data),
    })
    if (m) appendFileSync(OUT, `${JSON.stringify({ person: name, kind: 'rest', ...m })}\n`)
  }
} else {
  const root = '/work/shared/assets/lfw-view1/images'
  const names = readdirSync(root)
    .sort()
    .filter((_, i) => i % 60 === 7)
    .slice(0, count)
  for (const [k, name] of names.entries()) {
    const file = join(root, name, `${name}_0001.jpg`)
    if (!existsSync(file)) continue
    const { data, info } = await sharp(file)
      .extend({ top: 40, bottom: 40, left: 40, right: 40, extendWith: 'mirror' })
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true })
    await stills(
      { person: name, width: info.width },
      { width: info.width, height: info.height, format: 'rgb8', data: new Uint8Array(data) },
    )
    process.stdout.write(`${k} ${Math.round(performance.now() / 1000)}s\n`)
  }
}
