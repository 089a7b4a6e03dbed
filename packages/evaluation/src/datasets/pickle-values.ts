import { EvaluationError } from '../evaluation-error.js'

/** What a data-only pickle can hold. An object of a class is kept as its arguments and state, never built. */
export type PickleValue =
  | null
  | boolean
  | number
  | string
  | Uint8Array
  | readonly PickleValue[]
  | PickleGlobal
  | PickleObject

/** The name of a Python class or function; it is only compared, never looked up. */
export interface PickleGlobal {
  readonly global: string
}

export interface PickleObject {
  readonly callable: PickleValue
  readonly args: PickleValue
  state?: PickleValue
}

const MARK = Symbol('mark')
type Slot = PickleValue | typeof MARK

const refuse = (what: string): EvaluationError =>
  new EvaluationError(`The file is not a pickle of plain data: ${what}.`, { code: 'malformed-dataset' })

/**
 * Reads a Python pickle (protocols 0 to 5) that holds lists, tuples, numbers, text and bytes. Nothing in it is
 * executed: classes and calls become inert records, opcodes beyond data are refused. Bytes are views into
 * `bytes`, not copies.
 *
 * Source: the opcode descriptions in Python's `pickletools`.
 * @throws EvaluationError `malformed-dataset`
 */
export function readPickle(bytes: Uint8Array): PickleValue {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const stack: Slot[] = []
  const memo = new Map<number, PickleValue>()
  let at = 0

  const take = (length: number): Uint8Array => {
    if (length < 0 || at + length > bytes.length) throw refuse('it ends too early')
    at += length
    return bytes.subarray(at - length, at)
  }
  const unsigned = (length: 1 | 2 | 4): number => {
    take(length)
    if (length === 1) return view.getUint8(at - 1)
    return length === 2 ? view.getUint16(at - 2, true) : view.getUint32(at - 4, true)
  }
  const long = (): number => {
    take(8)
    const value = Number(view.getBigUint64(at - 8, true))
    if (!Number.isSafeInteger(value)) throw refuse('a length is out of range')
    return value
  }
  const text = (length: number): string => new TextDecoder().decode(take(length))
  const latin1 = (raw: Uint8Array): string => Array.from(raw, (byte) => String.fromCharCode(byte)).join('')
  const line = (): string => {
    const end = bytes.indexOf(0x0a, at)
    if (end < 0) throw refuse('it ends too early')
    const raw = take(end - at)
    at++
    return latin1(raw)
  }
  const integer = (raw: Uint8Array): number => {
    let value = 0n
    for (let i = raw.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(raw[i]!)
    return Number(raw.length === 0 ? 0n : BigInt.asIntN(8 * raw.length, value))
  }
  const pop = (): PickleValue => {
    const value = stack.pop()
    if (value === undefined || value === MARK) throw refuse('its stack is empty')
    return value
  }
  const popToMark = (): PickleValue[] => {
    const start = stack.lastIndexOf(MARK)
    if (start < 0) throw refuse('a mark is missing')
    const values = stack.splice(start) as PickleValue[]
    return values.slice(1)
  }
  const top = (): PickleValue => {
    const value = pop()
    stack.push(value)
    return value
  }
  const append = (values: readonly PickleValue[]): void => {
    const list = top()
    if (!Array.isArray(list)) throw refuse('it appends to something that is no list')
    for (const value of values) list.push(value)
  }
  const recall = (index: number): PickleValue => {
    const value = memo.get(index)
    if (value === undefined) throw refuse('it refers to an unknown entry')
    return value
  }

  const opcodes: Readonly<Record<string, () => void>> = {
    '\x80': () => void take(1),
    '\x95': () => void take(8),
    '(': () => void stack.push(MARK),
    ')': () => void stack.push([]),
    ']': () => void stack.push([]),
    N: () => void stack.push(null),
    '\x88': () => void stack.push(true),
    '\x89': () => void stack.push(false),
    K: () => void stack.push(unsigned(1)),
    M: () => void stack.push(unsigned(2)),
    J: () => void stack.push(unsigned(4) | 0),
    I: () => {
      const digits = line()
      stack.push(digits === '00' ? false : digits === '01' ? true : Number(digits))
    },
    L: () => void stack.push(Number(line().replace(/L$/, ''))),
    '\x8a': () => void stack.push(integer(take(unsigned(1)))),
    F: () => void stack.push(Number(line())),
    G: () => {
      take(8)
      stack.push(view.getFloat64(at - 8, false))
    },
    // Python 2 wrote bytes as "strings"; read as bytes, as `encoding='bytes'` does.
    U: () => void stack.push(take(unsigned(1))),
    T: () => void stack.push(take(unsigned(4))),
    C: () => void stack.push(take(unsigned(1))),
    B: () => void stack.push(take(unsigned(4))),
    '\x8e': () => void stack.push(take(long())),
    '\x96': () => void stack.push(take(long())),
    '\x8c': () => void stack.push(text(unsigned(1))),
    X: () => void stack.push(text(unsigned(4))),
    '\x8d': () => void stack.push(text(long())),
    // Raw unicode escapes of protocol 0.
    V: () =>
      void stack.push(
        line().replace(/\\u([0-9a-fA-F]{4})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16))),
      ),
    t: () => void stack.push(popToMark()),
    l: () => void stack.push(popToMark()),
    '\x85': () => void stack.push([pop()]),
    '\x86': () => void stack.push([pop(), pop()].reverse()),
    '\x87': () => void stack.push([pop(), pop(), pop()].reverse()),
    a: () => append([pop()]),
    e: () => append(popToMark()),
    '0': () => void stack.pop(),
    '2': () => void stack.push(top()),
    p: () => void memo.set(Number(line()), top()),
    q: () => void memo.set(unsigned(1), top()),
    r: () => void memo.set(unsigned(4), top()),
    '\x94': () => void memo.set(memo.size, top()),
    g: () => void stack.push(recall(Number(line()))),
    h: () => void stack.push(recall(unsigned(1))),
    j: () => void stack.push(recall(unsigned(4))),
    c: () => void stack.push({ global: `${line()}.${line()}` }),
    '\x93': () => {
      const name = pop()
      stack.push({ global: `${String(pop())}.${String(name)}` })
    },
    R: () => {
      const args = pop()
      stack.push({ callable: pop(), args })
    },
    b: () => {
      const state = pop()
      const object = top()
      if (typeof object !== 'object' || object === null || !('callable' in object)) {
        throw refuse('it sets the state of something that has none')
      }
      object.state = state
    },
  }
  for (;;) {
    const opcode = String.fromCharCode(unsigned(1))
    if (opcode === '.') return pop()
    const run = opcodes[opcode]
    if (!run) throw refuse(`opcode 0x${opcode.charCodeAt(0).toString(16).padStart(2, '0')} is not data`)
    run()
  }
}
