import type { Mutation } from '../mutations/mutation.js'

/** What is asked of the process that holds the tests. */
export type Question =
  /** Runs each test file of a package by itself, without a fault. */
  | { readonly ask: 'baseline'; readonly packageName: string; readonly sources: readonly string[] }
  /** Runs test files in this order to the first failure, with a fault or without. */
  | { readonly ask: 'mutant'; readonly mutation?: Mutation; readonly testFiles: readonly string[] }

/** A test file in the run without a fault: what it took and which functions it ran. */
export interface TestFile {
  readonly file: string
  readonly durationMs: number
  readonly passed: boolean
  readonly reached: readonly string[]
}

export type Answer =
  | { readonly kind: 'baseline'; readonly testFiles: readonly TestFile[] }
  | { readonly kind: 'mutant'; readonly passed: boolean }

/** Said after each test file, so that it is known where the tests stand still. */
export interface Progress {
  readonly kind: 'progress'
}
