export { type InputIssue, parseOptions, type ReadInput, readInput } from './read-input.js'
