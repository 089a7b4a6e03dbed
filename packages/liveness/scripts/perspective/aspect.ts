import { readFileSync } from 'node:fs'
import { STABLE_POINTS } from '../../src/motion/mesh-regions.data.js'

const rows = process.argv.slice(2).flatMap((f) =>
  readFileSync(f, 'utf8')
    .trim()
    .split('\n')
    .map((l) => JSON.parse(l)),
)
const asp = (m: number[]) => {
  const a = Math.atan2(m[3 * 263 + 1]! - m[3 * 33 + 1]!, m[3 * 263]! - m[3 * 33]!)
  const ps = STABLE_POINTS.map((i) => ({
    x: m[3 * i]! * Math.cos(a) + m[3 * i + 1]! * Math.sin(a),
    y: -m[3 * i]! * Math.sin(a) + m[3 * i + 1]! * Math.cos(a),
  }))
  const st = (k: 'x' | 'y') => {
    const u = ps.reduce((t, p) => t + p[k], 0) / ps.length
    return Math.sqrt(ps.reduce((t, p) => t + (p[k] - u) ** 2, 0) / ps.length)
  }
  return st('x') / st('y')
}
const groups = new Map<string, number[]>()
for (const r of rows) {
  const k =
    r.kind === 'rest'
      ? `rest |yaw|${Math.abs(r.yaw) < 8 ? '<8' : Math.abs(r.yaw) < 20 ? '<20' : '>=20'} pitch${Math.abs(r.pitch) < 10 ? '<10' : '>=10'}`
      : r.kind === 'kinect'
        ? `kinect |yaw|${Math.abs(r.yaw) < 8 ? '<8' : '>=8'}`
        : `${r.kind} ${r.amount}`
  groups.set(k, [...(groups.get(k) ?? []), asp(r.points)])
}
for (const [k, v] of [...groups].sort()) {
  v.sort((a, b) => a - b)
  console.log(
    k.padEnd(28),
    v.length,
    [0, 0.01, 0.05, 0.5, 0.95, 0.99].map((p) => v[Math.floor(p * v.length)]!.toFixed(2)).join(' '),
    v.at(-1)!.toFixed(2),
  )
}
