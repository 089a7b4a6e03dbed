import { readFileSync } from 'node:fs'
import { applyHomography, estimateHomography } from '@faceward/imaging'
import { STABLE_POINTS } from '../../src/motion/mesh-regions.data.js'

type Row = {
  person: string | number
  kind: string
  amount: number
  points: number[]
  yaw: number
  pitch: number
  ipd: number
  sigma: number
  width: number
}
const rows: Row[] = readFileSync(process.argv[2]!, 'utf8')
  .trim()
  .split('\n')
  .map((l) => JSON.parse(l))
const P = STABLE_POINTS
const pts = (m: number[]) => P.map((i) => ({ x: m[3 * i]!, y: m[3 * i + 1]! }))
const mean = (rs: Row[]) => rs[0]!.points.map((_, i) => rs.reduce((s, r) => s + r.points[i]!, 0) / rs.length)
const spread = (ps: { y: number }[]) => {
  const m = ps.reduce((s, p) => s + p.y, 0) / ps.length
  return 2 * Math.sqrt(ps.reduce((s, p) => s + (p.y - m) ** 2, 0) / ps.length)
}
function measure(a: number[], b: number[]) {
  const [from, to] = [pts(a), pts(b)]
  const unit = Math.sqrt(spread(from) * spread(to))
  const H = estimateHomography(from, to)
  const res = from.map((p, i) => {
    const q = applyHomography(H, p)
    return { x: to[i]!.x - q.x, y: to[i]!.y - q.y }
  })
  const rms = Math.sqrt(res.reduce((s, r) => s + r.x ** 2 + r.y ** 2, 0) / res.length) / unit
  // matched filter: pattern of near perspective with mesh z of a (toward camera negative?)
  const zs = P.map((i) => a[3 * i + 2]!)
  const zm = zs.reduce((s, z) => s + z, 0) / zs.length
  const cx = to.reduce((s, p) => s + p.x, 0) / to.length,
    cy = to.reduce((s, p) => s + p.y, 0) / to.length
  const sp = spread(to)
  // simulate: to' = to * (1 - eps*(z-zm)/unit) about centre; residual of homography from "to" to it = pattern
  const eps = 0.02
  const k = spread(to) / spread(from)
  const warped = to.map((p, i) => {
    const s = 1 - (eps * (k * (zs[i]! - zm))) / sp
    return { x: cx + (p.x - cx) * s, y: cy + (p.y - cy) * s }
  })
  const H2 = estimateHomography(to, warped)
  const pat = to.map((p, i) => {
    const q = applyHomography(H2, p)
    return { x: (warped[i]!.x - q.x) / eps, y: (warped[i]!.y - q.y) / eps }
  })
  const pp = pat.reduce((s, p) => s + p.x ** 2 + p.y ** 2, 0)
  const coef = res.reduce((s, r, i) => s + r.x * pat[i]!.x + r.y * pat[i]!.y, 0) / pp
  return { rms: 1000 * rms, coef: 1000 * coef, scale: k }
}
const turn = (a: Row[], b: Row[]) => {
  const m = (rs: Row[], k: 'yaw' | 'pitch') => rs.reduce((s, r) => s + r[k], 0) / rs.length
  return { yaw: m(b, 'yaw') - m(a, 'yaw'), pitch: m(b, 'pitch') - m(a, 'pitch') }
}
const people = [...new Set(rows.map((r) => r.person))]
const out = new Map<
  string,
  {
    rms: number
    coef: number
    scale: number
    yaw: number
    pitch: number
    perDeg: number
    person: string | number
  }[]
>()
for (const person of people) {
  const mine = rows.filter((r) => r.person === person)
  const groups = new Map<string, Row[]>()
  for (const r of mine) {
    const k = `${r.kind} ${r.amount}`
    groups.set(k, [...(groups.get(k) ?? []), r])
  }
  for (const [k, g] of groups) {
    const live = k.startsWith('live')
    const rest = groups.get(live ? 'live-approach 1' : 'zoom 1')
    if (!rest) continue
    const a = rest === g ? g.slice(0, 1) : rest,
      b = rest === g ? g.slice(1) : g
    if (b.length === 0) continue
    const m = measure(mean(a), mean(b)),
      t = turn(a, b)
    const deg = Math.hypot(t.yaw, t.pitch)
    const list = out.get(k) ?? []
    list.push({ ...m, ...t, perDeg: m.rms / deg, person })
    out.set(k, list)
  }
}
const q = (v: number[]) => {
  const s = [...v].sort((a, b) => a - b)
  const at = (p: number) => s[Math.min(s.length - 1, Math.floor(p * s.length))]!
  return [0, 0.05, 0.25, 0.5, 0.75, 0.95]
    .map((p) => at(p).toFixed(1))
    .concat(s.at(-1)!.toFixed(1))
    .join(' ')
}
for (const [k, list] of [...out].sort())
  console.log(
    k.padEnd(20),
    String(list.length).padStart(3),
    '| rms',
    q(list.map((l) => l.rms)),
    '| coef',
    q(list.map((l) => l.coef)),
    '| scale',
    q(list.map((l) => l.scale)).split(' ')[3],
    '| yaw',
    q(list.map((l) => l.yaw)),
    '| pitch',
    q(list.map((l) => l.pitch)),
    '| perDeg',
    q(list.map((l) => l.perDeg)),
  )
