/** What a session shows: a live person, or a presentation attack instrument species (ISO/IEC 30107-1). */
export const SESSION_SPECIES = [
  'bona-fide',
  'flat-print',
  'bent-print',
  'cutout-print',
  'replay-phone',
  'replay-tablet',
  'rigid-mask',
  'injected-video',
] as const
export type SessionSpecies = (typeof SESSION_SPECIES)[number]
