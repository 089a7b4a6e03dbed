import type { Tensor } from '@faceward/spec'

/**
 * The tensor types of the specification as the protocol names them ("Tensor Data Types" of KServe's
 * `required_api.md`), with the bytes of one element.
 */
export const DATATYPES = {
  float32: { datatype: 'FP32', bytes: 4 },
  uint8: { datatype: 'UINT8', bytes: 1 },
  int64: { datatype: 'INT64', bytes: 8 },
} as const satisfies Record<Tensor['type'], { readonly datatype: string; readonly bytes: number }>

/** The specification's name of a datatype; undefined for what it cannot carry. */
export function typeOfDatatype(datatype: unknown): Tensor['type'] | undefined {
  return (Object.keys(DATATYPES) as Tensor['type'][]).find((type) => DATATYPES[type].datatype === datatype)
}

/** The protocol's name of a type; undefined for what the specification cannot carry. */
export function datatypeOfType(type: string): string | undefined {
  return Object.hasOwn(DATATYPES, type) ? DATATYPES[type as Tensor['type']].datatype : undefined
}
