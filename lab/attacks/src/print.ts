/** A line on standard output: what a command found. */
export const print = (line = ''): void => void process.stdout.write(`${line}\n`)
