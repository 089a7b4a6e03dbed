import { InputError } from '../input-error.js'

/** A whole number option. */
export function wholeNumber(name: string, least: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (text.trim() !== '' && Number.isInteger(value) && value >= least) return value
    throw new InputError(`${name}: expected a whole number of at least ${least}, got "${text}".`)
  }
}

/** A rate option, above 0 and below 1. */
export function rate(name: string): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (value > 0 && value < 1) return value
    throw new InputError(`${name}: expected a rate between 0 and 1 such as 1e-4, got "${text}".`)
  }
}
