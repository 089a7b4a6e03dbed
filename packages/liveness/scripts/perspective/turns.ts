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
  width: number
}
type Pt = { x: number; y: number }
const rows: Row[] = process.argv.slice(2).flatMap((f) =>
  readFileSync(f, 'utf8')
    .trim()
    .split('\n')
    .map((l) => JSON.parse(l) as Row),
)
const P = STABLE_POINTS
const pts = (m: number[]): Pt[] => P.map((i) => ({ x: m[3 * i]!, y: m[3 * i + 1]! }))
const mean = (rs: Row[]) => rs[0]!.points.map((_, i) => rs.reduce((s, r) => s + r.points[i]!, 0) / rs.length)
const spread = (ps: { y: number }[]) => {
  const m = ps.reduce((s, p) => s + p.y, 0) / ps.length
  return 2 * Math.sqrt(ps.reduce((s, p) => s + (p.y - m) ** 2, 0) / ps.length)
}
const rmsOf = (r: Pt[]) => Math.sqrt(r.reduce((s, p) => s + p.x ** 2 + p.y ** 2, 0) / r.length)
function residualH(from: Pt[], to: Pt[]) {
  const H = estimateHomography(from, to)
  return from.map((p, i) => {
    const q = applyHomography(H, p)
    return { x: to[i]!.x - q.x, y: to[i]!.y - q.y }
  })
}
function affine(from: Pt[], to: Pt[]) {
  const n = from.length,
    c = (l: Pt[]) => ({ x: l.reduce((s, p) => s + p.x, 0) / n, y: l.reduce((s, p) => s + p.y, 0) / n })
  const [f, t] = [c(from), c(to)]
  let xx = 0,
    xy = 0,
    yy = 0,
    ax = 0,
    bx = 0,
    ay = 0,
    by = 0
  from.forEach((p, i) => {
    const u = p.x - f.x,
      v = p.y - f.y,
      X = to[i]!.x - t.x,
      Y = to[i]!.y - t.y
    xx += u * u
    xy += u * v
    yy += v * v
    ax += X * u
    bx += X * v
    ay += Y * u
    by += Y * v
  })
  const det = xx * yy - xy * xy
  const A = (ax * yy - bx * xy) / det,
    B = (bx * xx - ax * xy) / det,
    C = (ay * yy - by * xy) / det,
    D = (by * xx - ay * xy) / det
  const T = A * A + B * B + C * C + D * D,
    d = Math.abs(A * D - B * C)
  const s1 = Math.sqrt((T + Math.sqrt(Math.max(0, T * T - 4 * d * d))) / 2),
    s2 = d / s1
  const res = from.map((p, i) => {
    const u = p.x - f.x,
      v = p.y - f.y
    return { x: to[i]!.x - t.x - A * u - B * v, y: to[i]!.y - t.y - C * u - D * v }
  })
  // similarity
  const a = (ax + by) / (xx + yy),
    b = (ay - bx) / (xx + yy)
  const sim = from.map((p, i) => {
    const u = p.x - f.x,
      v = p.y - f.y
    return { x: to[i]!.x - t.x - a * u + b * v, y: to[i]!.y - t.y - b * u - a * v }
  })
  return { aniso: 1 - s2 / s1, res, sim }
}
function rotate(m: number[], yaw: number, pitch: number): Pt[] {
  const [a, b] = [(yaw * Math.PI) / 180, (pitch * Math.PI) / 180]
  return P.map((i) => {
    const [x, y, z] = [m[3 * i]!, m[3 * i + 1]!, m[3 * i + 2]!]
    const x1 = x * Math.cos(a) - z * Math.sin(a),
      z1 = x * Math.sin(a) + z * Math.cos(a)
    return { x: x1, y: y * Math.cos(b) + z1 * Math.sin(b) }
  })
}
const dot = (a: Pt[], b: Pt[]) => a.reduce((s, p, i) => s + p.x * b[i]!.x + p.y * b[i]!.y, 0)
function measure(a: number[], b: number[], yaw: number, pitch: number) {
  const [from, to] = [pts(a), pts(b)]
  const unit = Math.sqrt(spread(from) * spread(to))
  const R = residualH(from, to)
  const af = affine(from, to)
  const turned = rotate(a, yaw, pitch)
  const k = spread(to) / spread(turned)
  const pred = turned.map((p) => ({ x: p.x * k, y: p.y * k }))
  const Q = residualH(from, pred)
  const corr = dot(R, Q) / Math.sqrt(dot(R, R) * dot(Q, Q))
  const slope = dot(R, Q) / dot(Q, Q)
  const asp = (ps0: Pt[], mm: number[]) => {
    const al = Math.atan2(mm[3 * 263 + 1]! - mm[3 * 33 + 1]!, mm[3 * 263]! - mm[3 * 33]!)
    const ps = ps0.map((p) => ({
      x: p.x * Math.cos(al) + p.y * Math.sin(al),
      y: p.y * Math.cos(al) - p.x * Math.sin(al),
    }))
    const st = (g: (p: Pt) => number) => {
      const m = ps.reduce((t, p) => t + g(p), 0) / ps.length
      return Math.sqrt(ps.reduce((t, p) => t + (g(p) - m) ** 2, 0) / ps.length)
    }
    return st((p) => p.x) / st((p) => p.y)
  }
  return {
    restAspect: asp(from, a),
    actAspect: asp(to, b),
    Dh: (1000 * rmsOf(R)) / unit,
    share: rmsOf(R) / rmsOf(af.sim),
    shareA: rmsOf(af.res) / rmsOf(af.sim),
    aniso: af.aniso,
    corr,
    slope,
  }
}
const kin = rows.filter((r) => r.kind === 'kinect')
for (let i = rows.length - 1; i >= 0; i--) if (rows[i]!.kind === 'kinect') rows.splice(i, 1)
const people = [...new Set(rows.map((r) => r.person))]
type M = ReturnType<typeof measure> & { turn: number; person: string | number; name: string }
const out = new Map<string, M[]>()
for (const person of people) {
  const groups = new Map<string, Row[]>()
  for (const r of rows.filter((r) => r.person === person)) {
    const k = `${r.kind} ${r.amount}`
    groups.set(k, [...(groups.get(k) ?? []), r])
  }
  const m = (rs: Row[], k: 'yaw' | 'pitch') => rs.reduce((s, r) => s + r[k], 0) / rs.length
  for (const [ka, a] of groups)
    for (const [kb, b] of groups) {
      if (ka === kb || ka.startsWith('live') !== kb.startsWith('live')) continue
      const live = ka.startsWith('live')
      if (live && ka !== 'live-approach 1') continue
      const yaw = m(b, 'yaw') - m(a, 'yaw'),
        pitch = m(b, 'pitch') - m(a, 'pitch')
      const kind = Math.abs(yaw) >= 15 ? 'turn' : pitch >= 10 ? 'up' : undefined
      if (!kind) continue
      if (live && !/yaw|pitch/.test(kb)) continue
      const fromRest = ka === 'zoom 1' ? 'rest' : /zoom|pan/.test(ka) ? 'skip' : 'tilted'
      if (!live && fromRest === 'skip') continue
      const key = `${live ? 'live' : `plane-${fromRest}`} ${kind}`
      const r = measure(mean(a), mean(b), yaw, pitch)
      out.set(key, [
        ...(out.get(key) ?? []),
        { ...r, turn: kind === 'turn' ? Math.abs(yaw) : pitch, person, name: `${ka}->${kb}` },
      ])
    }
}
for (const person of new Set(kin.map((r) => r.person))) {
  const mine = kin.filter((r) => r.person === person)
  const pm = [...mine].sort((a, b) => a.pitch - b.pitch)[mine.length >> 1]!.pitch
  const rests = mine.filter((r) => Math.abs(r.yaw) < 8 && Math.abs(r.pitch - pm) < 8).slice(0, 8)
  for (const a of rests)
    for (const b of mine) {
      const yaw = b.yaw - a.yaw,
        pitch = b.pitch - a.pitch
      const kind = Math.abs(yaw) >= 15 ? 'turn' : pitch >= 10 ? 'up' : undefined
      if (!kind || Math.abs(yaw) > 40) continue
      const key = `real ${kind}`
      out.set(key, [
        ...(out.get(key) ?? []),
        {
          ...measure(a.points, b.points, yaw, pitch),
          turn: kind === 'turn' ? Math.abs(yaw) : pitch,
          person,
          name: `${a.amount}->${b.amount}`,
        },
      ])
    }
}
const q = (v: number[], d = 2) => {
  const s = [...v].sort((a, b) => a - b)
  const at = (p: number) => s[Math.min(s.length - 1, Math.floor(p * s.length))]!
  return [0, 0.02, 0.1, 0.5, 0.9, 0.98]
    .map((p) => at(p).toFixed(d))
    .concat(s.at(-1)!.toFixed(d))
    .join(' ')
}
for (const [k, l] of [...out].sort()) {
  console.log(`${k} n=${l.length} people=${new Set(l.map((x) => x.person)).size} of ${people.length}`)
  for (const f of [
    'restAspect',
    'actAspect',
    'turn',
    'Dh',
    'share',
    'shareA',
    'aniso',
    'corr',
    'slope',
  ] as const)
    console.log('   ', f.padEnd(7), q(l.map((x) => x[f])))
  console.log('    perDeg ', q(l.map((x) => x.Dh / x.turn)))
  console.log('    aniso/turn%', q(l.map((x) => (100 * x.aniso) / x.turn)))
}

const tests: Record<string, (l: M, up: boolean) => boolean> = {
  aniso: (l, up) => l.aniso / l.turn <= (up ? 0.0095 : 0.0075),
  corr: (l) => l.corr >= 0.8,
  slopeLow: (l) => l.slope >= 0.5,
  slopeHigh: (l) => l.slope <= 1.15,
  perDegLow: (l) => l.Dh / l.turn >= 4,
  perDegHigh: (l) => l.Dh / l.turn <= 7.5,
  shareA: (l, up) => l.shareA >= (up ? 0.8 : 0.9),
  rest: (l) => l.restAspect >= 1.28 && l.restAspect <= 1.95 && l.actAspect >= 1.28 && l.actAspect <= 1.95,
}
for (const [k, l] of [...out].sort()) {
  const up = k.endsWith('up')
  const row = Object.entries(tests).map(
    ([n, t]) => `${n} ${((100 * l.filter((x) => t(x, up)).length) / l.length).toFixed(0)}%`,
  )
  const all = l.filter((x) => Object.values(tests).every((t) => t(x, up)))
  const sub = (...ns: string[]) => {
    const o = l.filter((x) => ns.every((n) => tests[n]!(x, up)))
    return `${ns.join('+')}: ${((100 * o.length) / l.length).toFixed(1)}%`
  }
  console.log(
    k,
    l.length,
    row.join(' '),
    '| all',
    ((100 * all.length) / l.length).toFixed(1),
    '|',
    sub('aniso', 'corr'),
    sub('aniso', 'corr', 'slopeHigh', 'slopeLow'),
    sub('aniso', 'shareA', 'corr'),
    sub('aniso', 'rest', 'corr'),
    sub('aniso', 'rest', 'shareA', 'corr'),
    sub('aniso', 'rest', 'corr', 'slopeLow', 'slopeHigh'),
  )
}
