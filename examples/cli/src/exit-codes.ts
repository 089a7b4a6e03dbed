/** What the process's exit code says; part of the interface and written in --help. */
export const EXIT = {
  /** Accepted, enrolled, or done. */
  ok: 0,
  /** Not the person, or refused. */
  reject: 1,
  /** Not sure: try again with other pictures. */
  reverify: 2,
  /** Wrong arguments, files or settings. */
  badInput: 3,
  /** Models, store, key or machine do not work. */
  broken: 4,
  /** Stopped by Ctrl-C, as shells have it. */
  interrupted: 130,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** The table of --help. */
export const EXIT_CODES_HELP = `Exit codes:
  0  accepted, enrolled, or done
  1  rejected, or the enrolment was refused
  2  not sure: verify again with other pictures
  3  bad input: wrong arguments, files or settings
  4  broken machinery: models, store, key; 'faceward doctor' tells more`
