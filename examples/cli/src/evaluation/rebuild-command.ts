/** The command line that makes a report again, from its parsed options; what only says where things go is left out. */
export function rebuildCommand(command: string, options: object, positional: readonly string[] = []): string {
  const words = Object.entries(options).flatMap(([name, value]): string[] => {
    const option = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
    if (name === 'out' || name === 'cache' || name === 'workers' || value === undefined || value === false)
      return []
    return value === true ? [option] : [option, quoted(String(value))]
  })
  return ['faceward', command, ...positional.map(quoted), ...words].join(' ')
}

const quoted = (word: string): string =>
  /^[\w./:=@,+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
